import { constants } from 'node:os'
import type { Logger } from '@sluice/plugin'

type Signal = 'SIGINT' | 'SIGTERM'

/** npm and the terminal both pass on the same Ctrl-C: what comes this close together is one. */
const ONE_SIGNAL_MS = 300

interface Stoppable {
  stop(): void
  /** Whether a thread may keep `process.exit` from ending the process. */
  readonly hasSilentThread: boolean
}

/** The first SIGINT or SIGTERM asks to stop in order, the second ends the process. */
export class StopSignals implements Disposable {
  readonly #logger: Logger
  readonly #listener = (signal: Signal): void => this.#receive(signal)
  #running: Stoppable | undefined
  #first: { readonly signal: Signal; readonly at: number } | undefined

  /** Begins to listen: until something is `running`, the first signal already ends the process. */
  constructor(logger: Logger) {
    this.#logger = logger
    process.on('SIGINT', this.#listener).on('SIGTERM', this.#listener)
  }

  /** What the first signal is to stop. */
  set running(stoppable: Stoppable) {
    this.#running = stoppable
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#listener).off('SIGTERM', this.#listener)
  }

  #receive(signal: Signal): void {
    const first = this.#first
    const now = performance.now()
    if (first === undefined && this.#running !== undefined) {
      this.#first = { signal, at: now }
      this.#logger.info({ signal }, 'stopping; a second signal ends the collector at once')
      this.#running.stop()
    } else if (first?.signal !== signal || now - first.at > ONE_SIGNAL_MS) {
      this.#end(signal)
    }
  }

  #end(signal: Signal): void {
    if (this.#running?.hasSilentThread !== true) process.exit(128 + constants.signals[signal])
    this[Symbol.dispose]()
    process.kill(process.pid, signal)
  }
}
