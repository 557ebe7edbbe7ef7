import type { PluginContext } from '@sluice/plugin'
import type { ColumnGroup, ColumnProcessor } from '@sluice/plugin/columns'
import { eachRow, type ParseRows } from '../../shared/parse-rows.ts'
import { type SourceOptions, SourceParser } from '../../shared/source-parser.ts'
import { BROKEN_QUOTE, splitValues } from './split-values.ts'

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
  const { SourceKey: sourceKey, SplitKeys, NoMatchError } = options
  const parser = new SourceParser(options, context, 'a closing quote is missing or misplaced')
  if (SplitKeys.length === 0) {
    return { process: (group) => parser.parse(group, keepWhole(group, options)) }
  }
  return {
    process(group) {
      let short = 0
      const countShort = () => void short++
      parser.parse(group, splitRow(group, options, countShort))
      if (!NoMatchError || short === 0) return
      context.logger.warn({ sourceKey, events: short }, 'fields have fewer values than SplitKeys')
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

function splitRow(
  group: ColumnGroup,
  { SplitSep: separator, SplitKeys, Quote, QuoteFlag, PreserveOthers }: CharSplitterOptions,
  countShort: () => void,
): ParseRows {
  const quoted = QuoteFlag && !Quote.startsWith(separator)
  const cuts = { separator, quote: quoted ? Quote.slice(0, 1) : '' }
  const keys = SplitKeys.map((name) => group.key(name))
  const restKey = group.key(REST_KEY)
  const values: string[] = []
  return eachRow((row, run) => {
    const text = group.text(run)
    values.length = 0
    const rest = splitValues(text, cuts, keys.length, values)
    for (let index = 0; index < values.length; index++) {
      group.appendText(row, keys[index] as number, values[index] as string)
    }
    if (rest === BROKEN_QUOTE) return false
    if (values.length < keys.length) countShort()
    else if (PreserveOthers && rest < text.length) group.appendText(row, restKey, text.slice(rest))
    return true
  })
}
