import type { DefinitionView, PluginSection } from '../definition-view.ts'
import { type JsonSchema, OptionSchema } from '../option-schema.ts'
import { pluginJsonSchema } from '../plugin-json-schema.ts'
import { adaptValue } from './adapt-schema.ts'
import { engineKeySchemas } from './engine-key-schema.ts'

/** The schema of what an entry says besides its type, and whether there is an option it must say. */
export interface PluginSchema {
  readonly schema: JsonSchema
  readonly demanding: boolean
}

/** The options of a plugin and those the engine reads for it; `pointer` says where the schema will stand. */
export function pluginSchema(
  definition: DefinitionView,
  section: PluginSection,
  pointer: string,
): PluginSchema {
  const root = pluginJsonSchema(definition)
  const view = OptionSchema.of(root)
  const adapted = adaptValue(root, { root, pointer, compat: definition.compat })
  const { propertyNames } = adapted
  const keys = engineKeySchemas(section, definition.kind)
  const added = Object.entries(keys).filter(([key]) => !view.names.includes(key))
  return {
    schema: {
      ...adapted,
      type: 'object',
      properties: {
        ...(adapted['properties'] as JsonSchema | undefined),
        Type: { doNotSuggest: true },
        // A plugin may have an option of the same name, which is then its own.
        ...Object.fromEntries(added),
      },
      ...(propertyNames === undefined
        ? {}
        : { propertyNames: { anyOf: [{ enum: ['Type', ...Object.keys(keys)] }, propertyNames] } }),
    },
    demanding: view.names.some((name) => view.requires(name)),
  }
}
