import type { PluginDefinition } from '@sluice/plugin'
import { optionTable, type PluginSection } from '@sluice/runtime'

type Schema = Readonly<Record<string, unknown>>

/** A pipeline's entry for a plugin: what is required with a stand-in, what is optional as a comment with its default. */
export function samplePipelineEntry(section: PluginSection, definition: PluginDefinition): string {
  const json = definition.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
  const properties = (json['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const rows = optionTable(definition)
  const required = rows.filter((row) => row.required)
  const optional = rows.filter((row) => !row.required)
  const lines = [
    `${section}:`,
    `  - Type: ${definition.type}`,
    ...required.map(
      ({ name }) => `    ${name}: ${JSON.stringify(standIn(properties[name] ?? {}))}`,
    ),
    ...optional.map(({ name, default: fallback }) => {
      return `    # ${name}: ${fallback ?? JSON.stringify(standIn(properties[name] ?? {}))}`
    }),
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}

/** Some value of the right type. JSON is YAML too. */
function standIn(schema: Schema): unknown {
  const { examples, enum: values, type, items, minimum, anyOf } = schema
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as unknown
  if (Array.isArray(values)) return values[0] as unknown
  if (Array.isArray(anyOf)) return standIn((anyOf as Schema[])[0] ?? {})
  switch (Array.isArray(type) ? (type as unknown[])[0] : type) {
    case 'integer':
    case 'number':
      return typeof minimum === 'number' ? Math.max(minimum, 1) : 1
    case 'boolean':
      return true
    case 'array':
      return [standIn((items as Schema | undefined) ?? {})]
    case 'object':
      return {}
    default:
      return 'text'
  }
}
