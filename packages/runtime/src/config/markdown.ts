import type { DefinitionView } from './definition-view.ts'
import { optionTable } from './option-table.ts'

/** A Markdown table; `head` is its first line as it is to stand there. */
export function markdownTable(head: string, rows: readonly (readonly string[])[]): string {
  const columns = head.split('|').length - 2
  const rule = `|${' --- |'.repeat(columns)}`
  return [head, rule, ...rows.map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`)].join('\n')
}

/** The options of a plugin as a Markdown table, or a sentence when there are none. */
export function optionsMarkdown(definition: DefinitionView): string {
  const rows = optionTable(definition).map(
    ({ name, type, required, default: fallback, description }) => {
      const preset = required ? '**required**' : fallback === undefined ? '' : `\`${fallback}\``
      return [`\`${name}\``, type, preset, description]
    },
  )
  return rows.length === 0 ? 'No options.' : markdownTable('| option | type | default | |', rows)
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
