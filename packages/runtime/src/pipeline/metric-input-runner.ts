import type { Collector, InputCollector, Logger, PipelineContext } from '@sluice/plugin'
import { toError } from '../carrier/named-error.ts'
import type { CallGuard } from './call-guard.ts'
import { EventCollector } from './event-collector.ts'
import type { Instance } from './instance.ts'
import type { Intake } from './intake.ts'
import { LogCollector } from './log-collector.ts'
import type { InputEnd } from './service-input-runner.ts'

interface Options {
  readonly instance: Instance<'metric_input'>
  readonly intake: Intake
  readonly model: 'v1' | 'v2'
  readonly guard: CallGuard
  readonly limitTicks: number
  readonly logger: Logger
  readonly signal: AbortSignal
  readonly random: () => number
  /** Milliseconds between polls. */
  readonly intervalMs: number
  /** Upper bound of the random first delay. */
  readonly maxFirstDelayMs: number
}

/**
 * Polls one metric input: after a random first delay, then at its interval without catching up, and once more when it is
 * stopped, unless it was stopped before the first poll was due: then that last poll is the only one.
 */
export class MetricInputRunner {
  readonly #options: Options
  readonly #collector: Collector
  readonly #context: PipelineContext<InputCollector>

  constructor(options: Options) {
    this.#options = options
    this.#collector = new LogCollector(options.intake)
    this.#context = { collector: new EventCollector(options.intake, options.signal) }
  }

  /** Resolves after the last poll; in a `--once` run that is the first. */
  async run(): Promise<InputEnd> {
    const { instance, signal, intervalMs, maxFirstDelayMs, random, logger } = this.#options
    const { clock, once } = instance.context
    if (once) return this.#poll()
    await clock.sleep(random() * Math.min(maxFirstDelayMs, intervalMs), signal)
    while (!signal.aborted) {
      const began = clock.monotonic()
      await this.#poll()
      const tookMs = clock.monotonic() - began
      if (tookMs > intervalMs) {
        const fields = { plugin: instance.plugin, tookMs, intervalMs }
        logger.warn(fields, 'a poll took longer than its interval')
      }
      await clock.sleep(Math.max(0, intervalMs - tookMs), signal)
    }
    await this.#poll()
    return 'stopped'
  }

  async #poll(): Promise<InputEnd> {
    const { instance, intake, guard, limitTicks, logger } = this.#options
    try {
      await guard.run(
        instance,
        limitTicks,
        () => this.#call(),
        () => intake.isWaiting,
      )
      return 'ended'
    } catch (thrown) {
      const error = toError(thrown)
      instance.metrics.counter('failed_polls_total').add()
      logger.error({ plugin: instance.plugin, error }, 'a poll failed')
      return { failed: error }
    }
  }

  #call(): void | PromiseLike<void> {
    const { v1, v2 } = this.#options.instance.facets
    const takesLogs = v1 !== undefined && (this.#options.model === 'v1' || v2 === undefined)
    return takesLogs ? v1.collect(this.#collector) : v2?.read(this.#context)
  }
}
