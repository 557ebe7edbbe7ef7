import type { JsonSchema } from '../option-schema.ts'

/** What is asked of a value that meets a condition, and of any other. */
export function when(
  condition: JsonSchema,
  consequence: JsonSchema,
  otherwise?: JsonSchema,
): JsonSchema {
  const rest = otherwise === undefined ? {} : { else: otherwise }
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: consequence, ...rest }
}
