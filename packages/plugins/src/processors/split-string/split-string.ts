import type { PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { countShort } from '../../shared/count-short.ts'
import { SourceParser } from '../../shared/source-parser.ts'

export interface StringSplitterOptions {
  readonly SplitSep: string
  readonly SplitKeys: readonly string[]
  readonly SourceKey: string
  readonly PreserveOthers: boolean
  readonly ExpandOthers: boolean
  readonly ExpandKeyPrefix: string
  readonly NoKeyError: boolean
  readonly NoMatchError: boolean
  readonly KeepSource: boolean
}

const REST_KEY = '_split_preserve_'

/** Splits the source field of every log at a text. */
export function createStringSplitter(
  options: StringSplitterOptions,
  context: PluginContext,
): ColumnProcessor {
  const { SplitKeys, PreserveOthers, ExpandOthers, ExpandKeyPrefix } = options
  // Any value can be split.
  const source = { ...options, KeepSourceIfParseError: true }
  const parser = new SourceParser(source, context, undefined)
  const kernel = context.kernels.delimiter({
    separator: options.SplitSep,
    quote: '',
    trim: false,
    lastEmpty: true,
    strict: false,
    requireAll: false,
    rest: !PreserveOthers ? 'none' : ExpandOthers ? 'each' : 'tail',
  })
  const restName = (index: number): string =>
    ExpandOthers ? `${ExpandKeyPrefix}${index - SplitKeys.length + 1}` : REST_KEY
  return {
    process(group) {
      const keys = SplitKeys.map((name) => group.key(name))
      parser.parse(group, (rows, runs) => {
        const results = kernel.split(rows, runs, keys, (index) => rows.key(restName(index)))
        return countShort(results, options, context)
      })
    },
  }
}
