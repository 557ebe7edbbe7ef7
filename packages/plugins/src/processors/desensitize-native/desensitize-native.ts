import { hash } from 'node:crypto'
import { ConfigError, type PluginContext } from '@sluice/plugin'
import type { ColumnGroup, ColumnProcessor, RegexKernel } from '@sluice/plugin/columns'
import { compileRegex } from '../../shared/compile-regex.ts'
import { findEach } from '../../shared/parse-rows.ts'
import { ParseReport, ParseTally } from '../../shared/parse-report.ts'
import { compileRewrite } from './rewrite.ts'

export interface NativeDesensitizeOptions {
  readonly SourceKey: string
  readonly Method: 'const' | 'md5'
  readonly ReplacingString: string
  readonly ContentPatternBeforeReplacedString: string
  readonly ReplacedContentPattern: string
  readonly ReplacingAll: boolean
}

/** Hides parts of a field. */
export function createNativeDesensitizer(
  options: NativeDesensitizeOptions,
  context: PluginContext,
): ColumnProcessor {
  const { SourceKey, ReplacingAll } = options
  const regex = compilePatterns(options, context)
  const hide = hiding(options, regex)
  const report = new ParseReport(context, SourceKey, { missing: false })
  const which = ReplacingAll ? 'all' : 'first'
  const change = (group: ColumnGroup, run: number): void =>
    group.replaceText(run, regex.replace(group.text(run), which, hide))
  return {
    process(group) {
      const key = group.key(SourceKey)
      const runs = findEach(group, key)
      const matched = regex.matches(group, runs)
      const tally = new ParseTally()
      for (let row = 0; row < runs.length; row++) {
        const first = runs[row] as number
        if (first === -1) {
          tally.missing++
          continue
        }
        tally.parsed++
        if (matched[row] === 1) change(group, first)
        if (group.find(row, key) === first) continue
        // Few events have several fields of a name.
        for (let run = group.next(row, first); run !== -1; run = group.next(row, run)) {
          if (group.runKey(run) === key && regex.test(group.text(run))) change(group, run)
        }
      }
      report.publish(tally)
    },
  }
}

/** One expression, whose first group is what stands in front of what is hidden. */
function compilePatterns(
  {
    ContentPatternBeforeReplacedString: before,
    ReplacedContentPattern: hidden,
  }: NativeDesensitizeOptions,
  context: PluginContext,
): RegexKernel {
  const options = { dialect: 're2', match: 'search' } as const
  try {
    return compileRegex(context, `(${before})${hidden}`, options, ['ReplacedContentPattern'])
  } catch (error) {
    // By itself, so that what is wrong with it is reported at the right option.
    compileRegex(context, before, options, ['ContentPatternBeforeReplacedString'])
    throw error
  }
}

type Hide = (match: string, groups: readonly (string | undefined)[]) => string

/** What becomes of a match: what stood in front stays. */
function hiding(
  { Method, ReplacingString }: NativeDesensitizeOptions,
  { groups }: RegexKernel,
): Hide {
  if (Method === 'md5') {
    return (match, [before = '']) =>
      before + hash('md5', match.slice(before.length), 'hex').toUpperCase()
  }
  if (ReplacingString === '') {
    throw new ConfigError(['ReplacingString'], 'is missing', 'say what is put in the place')
  }
  const rewrite = compileRewrite(ReplacingString, groups)
  return (match, texts) => (texts[0] ?? '') + rewrite(match, texts)
}
