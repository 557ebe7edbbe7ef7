import type { PluginContext } from '@sluice/plugin'
import { type ColumnGroup, type ColumnProcessor, PairsResult } from '@sluice/plugin/columns'
import { SourceParser } from '../../shared/source-parser.ts'

export interface PairOptions {
  readonly SourceKey: string
  readonly Delimiter: string
  readonly Separator: string
  readonly Quote: string
  readonly KeepSource: boolean
  readonly EmptyKeyPrefix: string
  readonly NoSeparatorKeyPrefix: string
  readonly DiscardWhenSeparatorNotFound: boolean
  readonly ErrIfSourceKeyNotFound: boolean
  readonly ErrIfSeparatorNotFound: boolean
  readonly ErrIfKeyIsEmpty: boolean
}

/** Adds a field for each pair in the source field. */
export function createPairSplitter(options: PairOptions, context: PluginContext): ColumnProcessor {
  const { SourceKey, KeepSource, ErrIfSourceKeyNotFound } = options
  const source = {
    SourceKey,
    KeepSource,
    KeepSourceIfParseError: true,
    NoKeyError: ErrIfSourceKeyNotFound,
  }
  const parser = new SourceParser(source, context, undefined)
  const pairs = context.kernels.keyValue({
    delimiter: options.Delimiter || '\t',
    separator: options.Separator || ':',
    quote: options.Quote,
    emptyKeyPrefix: options.EmptyKeyPrefix || 'empty_key_',
    noSeparatorPrefix: options.DiscardWhenSeparatorNotFound
      ? undefined
      : options.NoSeparatorKeyPrefix || 'no_separator_key_',
  })
  const split = (group: ColumnGroup, runs: Int32Array): Uint8Array => {
    const results = pairs.split(group, runs)
    warn(results, options, context)
    return results.map((result) => result & PairsResult.split)
  }
  return { process: (group) => parser.parse(group, split) }
}

/** Warns of odd pairs, once a batch. */
function warn(results: Uint8Array, options: PairOptions, { logger }: PluginContext): void {
  const sourceKey = options.SourceKey
  const noSeparator = options.ErrIfSeparatorNotFound ? count(results, PairsResult.noSeparator) : 0
  if (noSeparator > 0) {
    logger.warn({ sourceKey, events: noSeparator }, 'fields have pairs without Separator')
  }
  const emptyKey = options.ErrIfKeyIsEmpty ? count(results, PairsResult.emptyKey) : 0
  if (emptyKey > 0) logger.warn({ sourceKey, events: emptyKey }, 'fields have values without a key')
}

function count(results: Uint8Array, bit: number): number {
  let events = 0
  for (const result of results) if ((result & bit) !== 0) events++
  return events
}
