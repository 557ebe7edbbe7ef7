import type { Logger } from '@sluice/plugin'
import { toError } from '../carrier/named-error.ts'
import { backoff } from '../delivery/backoff.ts'
import type { CallGuard } from './call-guard.ts'
import { EventCollector } from './event-collector.ts'
import type { Instance } from './instance.ts'
import type { Intake } from './intake.ts'
import { LogCollector } from './log-collector.ts'
import { RowCollector } from './row-collector.ts'

/** An input that ran for this long before it failed is started again at once, as after its first failure. */
const STEADY_MS = 60_000

interface Options {
  readonly instance: Instance<'service_input'>
  readonly intake: Intake
  readonly model: 'v1' | 'v2'
  readonly guard: CallGuard
  readonly logger: Logger
  readonly signal: AbortSignal
  readonly random: () => number
}

/** How an input's life ended. */
export type InputEnd = 'ended' | 'stopped' | { readonly failed: Error }

/** Runs one service input: its promise is its life, and a failure is followed by another start after a back-off. */
export class ServiceInputRunner {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Resolves when the input has ended by itself or was stopped; in a `--once` run also when it failed. */
  async run(): Promise<InputEnd> {
    const { instance, signal, logger, random } = this.#options
    const { plugin, context, metrics } = instance
    for (let attempt = 1; !signal.aborted; attempt++) {
      const began = context.clock.monotonic()
      try {
        await this.#start()
        return signal.aborted ? 'stopped' : 'ended'
      } catch (thrown) {
        const error = toError(thrown)
        if (signal.aborted) return 'stopped'
        if (context.once) {
          logger.error({ plugin, error }, 'input failed')
          return { failed: error }
        }
        metrics.counter('restart_total').add()
        if (context.clock.monotonic() - began >= STEADY_MS) attempt = 1
        const retryMs = Math.round(backoff(attempt, random))
        logger.error({ plugin, error, attempt, retryMs }, 'input failed and is started again')
        await context.clock.sleep(retryMs, signal)
      }
    }
    return 'stopped'
  }

  /** Starting is a guarded call only while it is synchronous: the promise may live as long as the pipeline. */
  async #start(): Promise<void> {
    const { instance, intake, model, guard, signal } = this.#options
    const { columns, v1, v2 } = instance.facets
    const rows = new RowCollector(intake)
    try {
      await guard.run(instance, Infinity, () => {
        if (columns !== undefined) return columns.start(rows, signal)
        const takesLogs = v1 !== undefined && (model === 'v1' || v2 === undefined)
        if (takesLogs) return v1.start(new LogCollector(intake), signal)
        return v2?.startService({ collector: new EventCollector(intake, signal) }, signal)
      })
    } finally {
      rows.close()
    }
  }
}
