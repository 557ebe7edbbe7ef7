import type { JsonSchema } from '@sluice/runtime'

type Test = (expected: unknown, value: unknown, schema: JsonSchema, root: JsonSchema) => boolean

/** Keywords that only say something to a reader. */
const silent = new Set([
  '$defs',
  '$schema',
  'default',
  'description',
  'doNotSuggest',
  'else',
  'markdownDescription',
  'then',
  'writeOnly',
])

const tests: Readonly<Record<string, Test>> = {
  $ref: (pointer, value, _, root) => conforms(value, resolve(String(pointer), root), root),
  type: (expected, value) => [expected].flat().some((type) => isOfType(value, type)),
  const: (expected, value) => expected === value,
  enum: (expected, value) => (expected as unknown[]).includes(value),
  pattern: (expected, value) =>
    typeof value !== 'string' || new RegExp(String(expected), 'u').test(value),
  minimum: (least, value) => typeof value !== 'number' || value >= Number(least),
  maximum: (most, value) => typeof value !== 'number' || value <= Number(most),
  minLength: (least, value) => typeof value !== 'string' || value.length >= Number(least),
  maxLength: (most, value) => typeof value !== 'string' || value.length <= Number(most),
  minItems: (least, value) => !Array.isArray(value) || value.length >= Number(least),
  maxItems: (most, value) => !Array.isArray(value) || value.length <= Number(most),
  items: (items, value, _, root) =>
    !Array.isArray(value) || value.every((item) => conforms(item, items, root)),
  required: (names, value) =>
    !isMap(value) || (names as string[]).every((name) => Object.hasOwn(value, name)),
  properties: (properties, value, _, root) =>
    !isMap(value) ||
    Object.entries(properties as JsonSchema).every(
      ([name, schema]) => !Object.hasOwn(value, name) || conforms(value[name], schema, root),
    ),
  additionalProperties: (others, value, { properties = {} }, root) =>
    !isMap(value) ||
    Object.entries(value).every(
      ([name, each]) =>
        Object.hasOwn(properties as JsonSchema, name) || conforms(each, others, root),
    ),
  propertyNames: (names, value, _, root) =>
    !isMap(value) || Object.keys(value).every((name) => conforms(name, names, root)),
  allOf: (parts, value, _, root) =>
    (parts as unknown[]).every((part) => conforms(value, part, root)),
  anyOf: (parts, value, _, root) =>
    (parts as unknown[]).some((part) => conforms(value, part, root)),
  oneOf: (parts, value, _, root) =>
    (parts as unknown[]).filter((part) => conforms(value, part, root)).length === 1,
  not: (part, value, _, root) => !conforms(value, part, root),
  if: (condition, value, schema, root) => {
    const branch = conforms(value, condition, root) ? 'then' : 'else'
    return conforms(value, schema[branch] ?? true, root)
  },
}

/**
 * Whether a value is valid by a JSON Schema of draft 2020-12, of which this knows what editors know too: any other
 * keyword throws.
 */
export function conforms(value: unknown, schema: unknown, root: JsonSchema): boolean {
  if (typeof schema === 'boolean') return schema
  if (!isMap(schema)) throw new Error(`${JSON.stringify(schema)} is no schema`)
  return Object.entries(schema).every(([keyword, expected]) => {
    if (silent.has(keyword)) return true
    const test = tests[keyword]
    if (test === undefined) throw new Error(`the keyword ${keyword} is not for editors`)
    return test(expected, value, schema, root)
  })
}

function resolve(pointer: string, root: JsonSchema): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (isMap(at) ? at[step] : undefined), root)
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  return type === 'object' ? isMap(value) : typeof value === type
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
