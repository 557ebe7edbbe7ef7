import { constants } from 'node:os'
import type { Logger } from '@sluice/plugin'

type Signal = 'SIGINT' | 'SIGTERM'

/** npm and the terminal both pass on the same Ctrl-C: what comes this close together is one. */
const ONE_SIGNAL_MS = 300

/** The first SIGINT or SIGTERM asks to stop in order, the second ends the process. */
export class StopSignals implements Disposable {
  readonly #logger: Logger
  readonly #listener = (signal: Signal): void => this.#receive(signal)
  #stop: (() => void) | undefined
  #first: { readonly signal: Signal; readonly at: number } | undefined

  /** Begins to listen: until `onStop`, the first signal already ends the process. */
  constructor(logger: Logger) {
    this.#logger = logger
    process.on('SIGINT', this.#listener).on('SIGTERM', this.#listener)
  }

  /** What the first signal is to do. */
  onStop(stop: () => void): void {
    this.#stop = stop
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#listener).off('SIGTERM', this.#listener)
  }

  #receive(signal: Signal): void {
    const first = this.#first
    const now = performance.now()
    if (first === undefined && this.#stop !== undefined) {
      this.#first = { signal, at: now }
      this.#logger.info({ signal }, 'stopping; a second signal ends the collector at once')
      this.#stop()
    } else if (first?.signal !== signal || now - first.at > ONE_SIGNAL_MS) {
      process.exit(128 + constants.signals[signal])
    }
  }
}
