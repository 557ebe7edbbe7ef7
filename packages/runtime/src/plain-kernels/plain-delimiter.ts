import { splitText } from '@sluice/kernels'
import {
  type ColumnGroup,
  type Execution,
  type DelimiterKernel,
  type DelimiterOptions,
  SplitResult,
} from '@sluice/plugin/columns'

const QUOTE = /^[\0-\x7f]?$/
const ONE_BYTE = /^[\0-\x7f]$/

/** Splits texts. */
export class PlainDelimiter implements DelimiterKernel {
  readonly execution: Execution
  readonly #options: DelimiterOptions

  /** `reason`: why it is this form. */
  constructor(options: DelimiterOptions, reason: string) {
    this.execution = { compiled: false, reason }
    const { separator, quote } = options
    if (separator === '') throw new RangeError('a separator must have at least one character')
    if (!QUOTE.test(quote)) throw new RangeError('a quote must be one character of ASCII')
    if (quote !== '' && (!ONE_BYTE.test(separator) || quote === separator)) {
      throw new RangeError('with a quote, the separator must be one other character of ASCII')
    }
    this.#options = options
  }

  split(
    group: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    restKey: (index: number) => number,
  ): Uint8Array {
    const results = new Uint8Array(runs.length)
    for (let row = 0; row < runs.length; row++) {
      results[row] = this.splitRow(group, row, runs[row] as number, keys, restKey)
    }
    return results
  }

  /** Does for one row what `split` does for all. */
  splitRow(
    group: ColumnGroup,
    row: number,
    run: number,
    keys: readonly number[],
    restKey: (index: number) => number,
  ): number {
    if (run === -1) return SplitResult.failed
    const values: string[] = []
    const result = splitText(group.text(run), this.#options, keys.length, values)
    for (const [index, value] of values.entries()) {
      const key = index < keys.length ? (keys[index] as number) : restKey(index)
      if (key !== -1) group.appendText(row, key, value)
    }
    return result
  }
}
