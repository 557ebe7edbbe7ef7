import type { CounterMetric, PluginContext } from '@sluice/plugin'

/** Warnings of discarded lines are at least so far apart. */
const INTERVAL_MS = 60_000

/** Counts lines that belong to no block and were left out, and warns of them once in a while. */
export class DiscardReport {
  readonly #context: PluginContext
  readonly #counter: CounterMetric
  readonly #isSilent: boolean
  #untold = 0
  #due = -Infinity

  constructor(context: PluginContext, isSilent: boolean) {
    this.#context = context
    this.#counter = context.metrics.counter('discarded_lines_total')
    this.#isSilent = isSilent
  }

  /** Takes note of lines of a file. */
  add(file: string, lines: number): void {
    if (lines === 0) return
    this.#counter.add(lines)
    this.#untold += lines
    const { clock, logger } = this.#context
    if (this.#isSilent || clock.monotonic() < this.#due) return
    const fields = { file, lines: this.#untold, option: 'Multiline.UnmatchedContentTreatment' }
    logger.warn(fields, 'lines that belong to no block are discarded, as the option says')
    this.#untold = 0
    this.#due = clock.monotonic() + INTERVAL_MS
  }
}
