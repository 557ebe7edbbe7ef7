import type { PluginContext } from '@sluice/plugin'
import { type ColumnProcessor, type DelimiterOptions, SplitResult } from '@sluice/plugin/columns'
import { NativeParser, type NativeParserOptions } from '../../shared/native-parser.ts'
import { LEFT_ALONE } from '../../shared/parse-rows.ts'

export interface NativeDelimiterOptions extends NativeParserOptions {
  readonly Separator: string
  readonly Quote: string
  readonly Keys: readonly string[]
  readonly AllowingShortenedFields: boolean
  readonly OverflowedFieldsTreatment: 'extend' | 'keep' | 'discard'
}

/** With `discard`, the name of a value that is of no interest either. */
const DISCARDED_KEY = '_'
const NO_KEY = -1

const DEFAULT_QUOTE = '"'

const COLUMN = /^__column\d+__$/

const RESTS = { extend: 'each', keep: 'joined', discard: 'none' } as const

/** Sets one field per value between separators. */
export function createNativeDelimiterParser(
  options: NativeDelimiterOptions,
  context: PluginContext,
): ColumnProcessor {
  const { Keys } = options
  const discards = options.OverflowedFieldsTreatment === 'discard'
  const parser = new NativeParser(options, context, 'a quote is wrong or values are missing')
  const kernel = context.kernels.delimiter(delimiterOptions(options, context))
  return {
    process(group) {
      const keys = Keys.map((name) =>
        discards && name === DISCARDED_KEY ? NO_KEY : group.key(name),
      )
      const given = keys.filter((key) => key !== NO_KEY)
      // A value that has no key may get one of these names as well.
      const again = Keys.filter((name) => COLUMN.test(name)).map((name) => group.key(name))
      parser.parse(group, [...given, ...again], (rows, runs) => {
        return outcomes(kernel.split(rows, runs, keys, (index) => rows.key(`__column${index}__`)))
      })
    },
  }
}

function delimiterOptions(
  options: NativeDelimiterOptions,
  { logger }: PluginContext,
): DelimiterOptions {
  const { Separator, AllowingShortenedFields, OverflowedFieldsTreatment } = options
  const Quote = options.Quote === '' ? DEFAULT_QUOTE : options.Quote
  const separator = Separator === '\\t' ? '\t' : Separator
  const hasQuote = Buffer.byteLength(separator) === 1 && Quote !== separator
  if (!hasQuote && Quote !== DEFAULT_QUOTE && Quote !== separator) {
    logger.warn({ Quote }, 'Quote means nothing when Separator is longer than one byte')
  }
  return {
    separator,
    quote: hasQuote ? Quote : '',
    trim: true,
    lastEmpty: true,
    strict: true,
    requireAll: !AllowingShortenedFields,
    rest: RESTS[OverflowedFieldsTreatment],
  }
}

/** What became of each value, in the terms of native parsers. */
function outcomes(results: Uint8Array): Uint8Array {
  for (let row = 0; row < results.length; row++) {
    if (results[row] === SplitResult.short) results[row] = SplitResult.all
    else if (results[row] === SplitResult.blank) results[row] = LEFT_ALONE
  }
  return results
}
