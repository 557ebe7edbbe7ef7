import type { JsonSchema } from '../option-schema.ts'

/** Where the schema of secret references stands among the definitions; no plugin type has a hyphen. */
export const secretReferenceName = 'secret-reference'

/** A text whose value is only known when the collector reads it. */
export const secretReference: JsonSchema = {
  type: 'string',
  pattern: String.raw`\$\{(?:env|file):[^}]+\}`,
}

/** Of all texts that hold a reference, none is shorter than this. */
const shortest = '${env:A}'.length

/** A schema that asks for certain texts, so that it also takes a reference to one. */
export function acceptReference(schema: JsonSchema): JsonSchema {
  const { type, enum: values, pattern, format, minLength, maxLength, ...others } = schema
  const types: readonly unknown[] = Array.isArray(type) ? type : [type]
  const isText = (value: unknown) => typeof value === 'string'
  const texts = Array.isArray(values) ? values.some(isText) : types.includes('string')
  const narrow =
    values !== undefined ||
    pattern !== undefined ||
    format !== undefined ||
    maxLength !== undefined ||
    (typeof minLength === 'number' && minLength > shortest)
  if (!texts || !narrow || 'anyOf' in schema) return schema
  const limits = { type, enum: values, pattern, format, minLength, maxLength }
  const given = Object.fromEntries(
    Object.entries(limits).filter(([, value]) => value !== undefined),
  )
  return { ...others, anyOf: [given, { $ref: `#/$defs/${secretReferenceName}` }] }
}
