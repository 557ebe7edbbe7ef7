import type { ConfigSchema } from './definition.ts'

/** The schema of a plugin without options, written out so that such a plugin loads no schema library. */
export const noOptions: ConfigSchema<Readonly<Record<string, never>>> = {
  '~standard': {
    version: 1,
    vendor: 'sluice',
    validate: () => ({ value: {} }),
    jsonSchema: { input: emptyObject, output: emptyObject },
  },
}

function emptyObject(): Record<string, unknown> {
  return { type: 'object', properties: {}, additionalProperties: false }
}
