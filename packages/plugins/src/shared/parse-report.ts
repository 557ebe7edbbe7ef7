import type { CounterMetric, Logger, PluginContext } from '@sluice/plugin'
import type { ColumnGroup } from '@sluice/plugin/columns'

const LONGEST_EXAMPLE = 200

/** What became of the events of one call. */
export class ParseTally {
  parsed = 0
  failed = 0
  missing = 0
  /** Start of the first value that could not be parsed. */
  example = ''

  fail(group: ColumnGroup, run: number): void {
    if (this.failed++ === 0) this.example = group.text(run).slice(0, LONGEST_EXAMPLE)
  }
}

export interface ParseWarnings {
  /** Whether events without the source field are worth a warning. */
  readonly missing: boolean
  /** What to say of values that could not be parsed; nothing if left out. */
  readonly failed?: string | undefined
}

/** Counts what became of events and warns at most once a call, however many events it had. */
export class ParseReport {
  readonly #logger: Logger
  readonly #sourceKey: string
  readonly #warnings: ParseWarnings
  readonly #parsed: CounterMetric
  readonly #failed: CounterMetric
  readonly #missing: CounterMetric

  constructor({ logger, metrics }: PluginContext, sourceKey: string, warnings: ParseWarnings) {
    this.#logger = logger
    this.#sourceKey = sourceKey
    this.#warnings = warnings
    this.#parsed = metrics.counter('out_successful_events_total')
    this.#failed = metrics.counter('out_failed_events_total')
    this.#missing = metrics.counter('out_key_not_found_events_total')
  }

  publish({ parsed, failed, missing, example }: ParseTally): void {
    if (parsed > 0) this.#parsed.add(parsed)
    if (failed > 0) this.#fail(failed, example)
    if (missing > 0) this.#miss(missing)
  }

  #fail(events: number, example: string): void {
    this.#failed.add(events)
    const { failed } = this.#warnings
    if (failed !== undefined) {
      this.#logger.warn({ sourceKey: this.#sourceKey, events, example }, failed)
    }
  }

  #miss(events: number): void {
    this.#missing.add(events)
    if (!this.#warnings.missing) return
    this.#logger.warn({ sourceKey: this.#sourceKey, events }, 'events lack the source field')
  }
}
