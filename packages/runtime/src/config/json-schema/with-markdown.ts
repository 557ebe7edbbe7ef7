import type { JsonSchema } from '../option-schema.ts'

/** Puts the default into the description, which is all that editors show, and tells them that it is Markdown. */
export function withMarkdown(schema: JsonSchema): JsonSchema {
  const { description, default: fallback } = schema
  const parts = [
    description,
    fallback === undefined ? '' : `Default: \`${JSON.stringify(fallback)}\``,
  ]
  const markdown = parts.filter(Boolean).join('\n\n')
  return markdown.includes('`')
    ? { ...schema, description: markdown, markdownDescription: markdown }
    : schema
}
