import { type PipelinePlan, type PluginExplanation, quote, Secrets } from '@sluice/runtime'
import { formatTable } from '../plugins/format-table.ts'

const LONGEST_SUBJECT = 80

const VIEWS = {
  columns: 'rows of byte ranges (columns view)',
  v1: 'log objects (v1 view)',
  v2: 'event objects (v2 view)',
} as const

/** What the words of an explanation mean, to stand below it. */
export const LEGEND = `compiled: WebAssembly, on the bytes that an input has read; a text that a plugin has set takes plain JavaScript.
JavaScript: for regular expressions that is V8's engine. The results are the same.

`

/** For each plugin of a pipeline, what is compiled and what is plain JavaScript, and why. */
export function explanationText(
  { name, source }: PipelinePlan,
  plugins: readonly PluginExplanation[],
): string {
  const secrets = new Secrets(process.env)
  secrets.resolve(source.text)
  const rows = plugins.flatMap(({ plugin, view, work }) => {
    if (work.length === 0) return [[plugin, 'JavaScript', VIEWS[view]]]
    return work.map(({ compiled, what, subject, reason }, index) => {
      const from = subject === undefined ? '' : ` ${inQuotes(secrets.redact(subject))}`
      const why = reason === undefined ? '' : `: ${reason}`
      return [index === 0 ? plugin : '', compiled ? 'compiled' : 'JavaScript', what + from + why]
    })
  })
  return `pipeline ${name} (${source.file})\n${formatTable(rows, '  ')}\n`
}

/** Patterns are read, not pasted: their backslashes stay single. */
function inQuotes(text: string): string {
  return quote(text, LONGEST_SUBJECT).replaceAll('\\\\', '\\')
}
