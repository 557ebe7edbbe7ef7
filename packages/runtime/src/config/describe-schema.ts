import type { JsonType, OptionSchema } from './option-schema.ts'

const mostValues = 12

const words: Readonly<Record<JsonType, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'a map',
}

/** What an option accepts, in words; undefined when its schema does not say. */
export function describeSchema(schema: OptionSchema): string | undefined {
  const { values, types } = schema
  if (values !== undefined && values.length <= mostValues) return describeValues(values)
  if (types === undefined) return undefined
  const names = [...types].filter(
    (type) => type !== 'null' && !(type === 'integer' && types.has('number')),
  )
  return names.map((type) => describeType(type, schema)).join(' or ')
}

function describeValues(values: readonly unknown[]): string {
  const shown = values.map((value) => JSON.stringify(value)).join(', ')
  return values.length === 1 ? shown : `one of ${shown}`
}

function describeType(type: JsonType, schema: OptionSchema): string {
  if (type === 'integer' || type === 'number') return words[type] + describeRange(schema)
  if (type !== 'array') return words[type]
  const [item, ...more] = schema.child(0).types ?? []
  const plural =
    item === 'array' ||
    item === 'object' ||
    item === 'string' ||
    item === 'number' ||
    item === 'integer'
  return plural && more.length === 0
    ? `a list of ${words[item].replace(/^an? /, '')}s`
    : words.array
}

function describeRange({ minimum, maximum }: OptionSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` of at least ${minimum}`
  return maximum === undefined ? '' : ` of at most ${maximum}`
}
