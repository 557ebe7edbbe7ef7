import { isSchema, type JsonSchema } from '../option-schema.ts'
import { when } from './when.ts'

/** An object's schema as plugins of the extended family read it: keys in any case, an empty value for an absent one. */
export function acceptSpellings(schema: JsonSchema): JsonSchema {
  const { properties, required, ...others } = schema
  const needed = Array.isArray(required) ? (required as string[]) : []
  const before = Array.isArray(schema['allOf']) ? (schema['allOf'] as JsonSchema[]) : []
  return {
    ...others,
    ...(isSchema(properties) ? { properties: acceptEmpty(properties, needed) } : {}),
    ...(needed.length === 0 ? {} : { allOf: [...before, ...needed.map(requireSpelling)] }),
  }
}

function acceptEmpty(properties: JsonSchema, needed: readonly string[]): JsonSchema {
  const entries = Object.entries(properties).map(([name, value]) => {
    return [name, isSchema(value) && !needed.includes(name) ? orNull(value) : value]
  })
  return Object.fromEntries(entries) as JsonSchema
}

function orNull(schema: JsonSchema): JsonSchema {
  if ('$ref' in schema || 'allOf' in schema) return { anyOf: [schema, { type: 'null' }] }
  const also = (key: string, value: unknown): JsonSchema => {
    const before = schema[key]
    return Array.isArray(before) ? { [key]: [...(before as unknown[]), value] } : {}
  }
  const { type } = schema
  return {
    ...schema,
    ...(typeof type === 'string' ? { type: [type, 'null'] } : also('type', 'null')),
    ...also('enum', null),
    ...also('anyOf', { type: 'null' }),
    ...also('oneOf', { type: 'null' }),
  }
}

/** Asks for the key unless there is one that differs from it in case only. */
function requireSpelling(name: string): JsonSchema {
  const anyCase = name
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
  const absent = { propertyNames: { not: { pattern: `^(?:${anyCase})$` } } }
  return when(absent, { required: [name] })
}
