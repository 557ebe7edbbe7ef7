import {
  type ColumnGroup,
  type Execution,
  type KeyValueKernel,
  type KeyValueOptions,
  PairsResult,
} from '@sluice/plugin/columns'

/** Splits texts into pairs. */
export class PlainKeyValue implements KeyValueKernel {
  readonly execution: Execution
  readonly #options: KeyValueOptions
  /** In front of a quote: it does not close. Only for quotes of one byte. */
  readonly #escape: string | undefined

  /** `reason`: why it is this form. */
  constructor(options: KeyValueOptions, reason: string) {
    this.execution = { compiled: false, reason }
    const { delimiter, separator, quote } = options
    if (delimiter === '' || separator === '') {
      throw new RangeError('a delimiter or separator must have at least one character')
    }
    this.#options = options
    this.#escape = Buffer.byteLength(quote) === 1 ? ' \\' : undefined
  }

  split(group: ColumnGroup, runs: Int32Array): Uint8Array {
    const results = new Uint8Array(runs.length)
    for (let row = 0; row < runs.length; row++) {
      const run = runs[row] as number
      if (run !== -1) results[row] = this.splitRow(group, row, run)
    }
    return results
  }

  /** Does for one row what `split` does for all. */
  splitRow(group: ColumnGroup, row: number, run: number): number {
    const { delimiter, separator, noSeparatorPrefix, emptyKeyPrefix } = this.#options
    const text = group.text(run)
    let result: number = PairsResult.split
    let emptyKeys = 0
    let noSeparators = 0
    for (let at = 0, end = 0; at <= text.length; at = end + delimiter.length) {
      end = this.#endOfPair(text, at)
      const pair = text.slice(at, end)
      const place = pair.indexOf(separator)
      let key = pair.slice(0, Math.max(0, place))
      if (place === -1) {
        result |= PairsResult.noSeparator
        if (noSeparatorPrefix === undefined) continue
        key = `${noSeparatorPrefix}${noSeparators++}`
      } else if (place === 0) {
        result |= PairsResult.emptyKey
        key = `${emptyKeyPrefix}${emptyKeys++}`
      }
      const value = place === -1 ? pair : pair.slice(place + separator.length)
      group.appendText(row, group.key(key), this.#unquoted(value))
    }
    return result
  }

  /** Where the pair at a position ends: in front of a delimiter, but not of one between quotes. */
  #endOfPair(text: string, at: number): number {
    const { delimiter, separator, quote } = this.#options
    const end = indexOf(text, delimiter, at)
    if (quote === '' || end === text.length) return end
    const pair = text.slice(at, end)
    if (pair.endsWith(quote)) return end
    if (!pair.startsWith(quote) && pair.indexOf(separator + quote) <= 0) return end
    let close = indexOf(text, quote, end + 1)
    while (close < text.length && text.slice(close - 2, close) === this.#escape) {
      close = indexOf(text, quote, close + 1)
    }
    return close === text.length ? end : indexOf(text, delimiter, close + quote.length)
  }

  #unquoted(value: string): string {
    const { quote } = this.#options
    const { length } = quote
    const isQuoted = value.length >= 2 * length && value.startsWith(quote) && value.endsWith(quote)
    return isQuoted ? value.slice(length, value.length - length) : value
  }
}

/** The first index of a text from a position on, or the length of all. */
function indexOf(all: string, text: string, from: number): number {
  const index = all.indexOf(text, from)
  return index === -1 ? all.length : index
}
