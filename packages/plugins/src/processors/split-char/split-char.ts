import type { PluginContext } from '@sluice/plugin'
import type { ColumnGroup, ColumnProcessor } from '@sluice/plugin/columns'
import { countShort } from '../../shared/count-short.ts'
import { eachRow, type ParseRows } from '../../shared/parse-rows.ts'
import { type SourceOptions, SourceParser } from '../../shared/source-parser.ts'

export interface CharSplitterOptions extends SourceOptions {
  readonly SplitSep: string
  readonly SplitKeys: readonly string[]
  readonly Quote: string
  readonly QuoteFlag: boolean
  readonly PreserveOthers: boolean
  readonly NoMatchError: boolean
}

const REST_KEY = '_split_preserve_'

/** Splits the source field of every log at a character. */
export function createCharSplitter(
  options: CharSplitterOptions,
  context: PluginContext,
): ColumnProcessor {
  const { SplitSep: separator, SplitKeys, Quote, QuoteFlag, PreserveOthers } = options
  const parser = new SourceParser(options, context, 'a closing quote is missing or misplaced')
  if (SplitKeys.length === 0) {
    return { process: (group) => parser.parse(group, keepWhole(group, options)) }
  }
  const kernel = context.kernels.delimiter({
    separator,
    quote: QuoteFlag && !Quote.startsWith(separator) ? Quote.slice(0, 1) : '',
    trim: false,
    lastEmpty: false,
    strict: false,
    requireAll: false,
    rest: PreserveOthers ? 'tail' : 'none',
  })
  return {
    process(group) {
      const keys = SplitKeys.map((name) => group.key(name))
      parser.parse(group, (rows, runs) => {
        const results = kernel.split(rows, runs, keys, () => rows.key(REST_KEY))
        return countShort(results, options, context)
      })
    },
  }
}

/** Without keys there is nothing to split for. */
function keepWhole(group: ColumnGroup, { PreserveOthers }: CharSplitterOptions): ParseRows {
  const key = group.key(REST_KEY)
  return eachRow((row, run) => {
    if (PreserveOthers) group.appendCopy(row, key, run)
    return true
  })
}
