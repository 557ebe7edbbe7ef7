import type { Clock } from '@sluice/plugin'

/** Lets one loop wait for another, for a time, or for the end. */
export class WakeUp {
  readonly #clock: Clock
  readonly #end: AbortSignal
  #waiting: AbortController | undefined

  constructor(clock: Clock, end: AbortSignal) {
    this.#clock = clock
    this.#end = end
    end.addEventListener('abort', () => this.now(), { once: true })
  }

  /** Ends the waiting, if somebody waits. */
  now(): void {
    this.#waiting?.abort()
  }

  /** Waits until `now` is called, the time is over or the end has come. */
  async wait(milliseconds: number): Promise<void> {
    if (this.#end.aborted) return
    this.#waiting = new AbortController()
    await this.#clock.sleep(milliseconds, this.#waiting.signal)
    this.#waiting = undefined
  }
}
