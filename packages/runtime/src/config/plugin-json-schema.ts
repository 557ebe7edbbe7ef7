import { PluginError } from '@sluice/plugin'
import type { DefinitionView } from './definition-view.ts'
import type { JsonSchema } from './option-schema.ts'

/** The JSON Schema of a plugin's options. Throws a `PluginError` that names the plugin when it has none. */
export function pluginJsonSchema({ config, type }: DefinitionView): JsonSchema {
  try {
    return config['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PluginError({
      code: 'PLUGIN_SCHEMA_BROKEN',
      message: `the config schema of ${type} gives no JSON Schema: ${reason.replace(/\s+/g, ' ')}`,
      hint: 'describe its options with types that YAML has: strings, numbers, booleans, lists and maps',
      cause,
    })
  }
}
