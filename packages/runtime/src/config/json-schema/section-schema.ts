import type { JsonSchema } from '../option-schema.ts'
import { when } from './when.ts'
import { withMarkdown } from './with-markdown.ts'

/** A plugin of a section, whose options are described elsewhere. */
export interface SectionPlugin {
  readonly type: string
  /** What is shown when the type is chosen. */
  readonly description: string
  /** Where the schema of its options stands. */
  readonly pointer: string
  readonly demanding: boolean
}

/** What may follow a type: an alias, the number the original's tools append, a priority. */
const suffix = String.raw`(?:/[^\s/#]+)?(?:/\d+)?(?:#\d{1,9})?$`

// Without the type, a condition on the keys of an object is also met by what is none.
const oldForm: JsonSchema = { type: 'object', required: ['type'], not: { required: ['Type'] } }

/** The schema of one entry of a section: which plugin, and by that which options. */
export function entrySchema(plugins: readonly SectionPlugin[], typePointer: string): JsonSchema {
  return {
    type: 'object',
    properties: { Type: { $ref: typePointer } },
    allOf: [
      when(
        oldForm,
        {
          properties: { type: { $ref: typePointer } },
          ...when(
            { required: ['detail'] },
            {},
            { properties: { type: true }, additionalProperties: false },
          ),
        },
        { required: ['Type'] },
      ),
      ...plugins.flatMap((plugin) => [inlineOptions(plugin), detailOptions(plugin)]),
    ],
  }
}

/** The schema of a plugin's name, with or without an alias. */
export function typeSchema(plugins: readonly SectionPlugin[]): JsonSchema {
  return {
    anyOf: [
      ...plugins.map(({ type, description }) => withMarkdown({ const: type, description })),
      ...plugins.map(({ type, description }) => {
        const about = `${description}\n\nUnder an alias, by which others refer to it.`
        return withMarkdown({ description: about, ...named(type, '(?=[/#])') })
      }),
    ],
  }
}

function inlineOptions({ type, pointer }: SectionPlugin): JsonSchema {
  const inline = { type: 'object', properties: { Type: named(type) }, required: ['Type'] }
  return when(inline, { $ref: pointer })
}

function detailOptions({ type, pointer, demanding }: SectionPlugin): JsonSchema {
  const options = { allOf: [{ $ref: pointer }, { properties: { Type: false } }] }
  return when(
    { ...oldForm, properties: { type: named(type) } },
    demanding
      ? { properties: { detail: options }, required: ['detail'] }
      : { properties: { detail: { anyOf: [options, { type: 'null' }] } } },
  )
}

function named(type: string, ahead = ''): JsonSchema {
  return { type: 'string', pattern: `^${type}${ahead}${suffix}` }
}
