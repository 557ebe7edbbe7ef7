import type { DefinitionView } from './definition-view.ts'
import { describeSchema } from './describe-schema.ts'
import { OptionSchema } from './option-schema.ts'
import { pluginJsonSchema } from './plugin-json-schema.ts'

/** One option of a plugin, as documentation shows it. */
export interface OptionRow {
  readonly name: string
  /** In words, such as `a list of strings`. */
  readonly type: string
  readonly required: boolean
  /** As JSON; absent when there is none. */
  readonly default?: string
  readonly description: string
}

type Schema = Readonly<Record<string, unknown>>

/** The options of a plugin from the JSON Schema of its config, in the order they were declared. Throws as that does. */
export function optionTable(definition: DefinitionView): readonly OptionRow[] {
  const json = pluginJsonSchema(definition)
  const schema = OptionSchema.of(json)
  const properties = (json['properties'] ?? {}) as Readonly<Record<string, Schema>>
  return Object.entries(properties).map(([name, property]) => {
    const { description, default: fallback } = property
    return {
      name,
      type: describeSchema(schema.child(name)) ?? 'anything',
      required: schema.requires(name),
      ...(fallback === undefined ? {} : { default: JSON.stringify(fallback) }),
      description: typeof description === 'string' ? description : '',
    }
  })
}
