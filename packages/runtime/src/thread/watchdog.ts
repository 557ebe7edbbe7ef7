/** What the watchdog sees of a data thread at one of its own ticks. */
export interface Vitals {
  /** Changes whenever the thread comes back to its event loop. */
  readonly beats: number
  /** The plugin instance that runs; 0 for none. */
  readonly instance: number
  /** Ticks a call of that instance may take. */
  readonly instanceLimit: number
  /** Ticks the thread may go without a beat, whatever it runs. */
  readonly threadLimit: number
}

/**
 * Decides whether a data thread still answers. It counts its own ticks, not time: a process that was suspended has made
 * none, so nothing has aged.
 */
export class Watchdog {
  #beats = -1
  #instance = 0
  #missed = 0
  #sameInstance = 0

  /** To be called once a tick; true when the thread is to be ended. */
  tick({ beats, instance, instanceLimit, threadLimit }: Vitals): boolean {
    const alive = beats !== this.#beats
    this.#beats = beats
    this.#sameInstance = alive || instance !== this.#instance ? 0 : this.#sameInstance + 1
    this.#instance = instance
    this.#missed = alive ? 0 : this.#missed + 1
    return this.#missed > threadLimit || (instance !== 0 && this.#sameInstance > instanceLimit)
  }

  /** Begins anew: what was missed until now is forgiven. */
  reset(): void {
    this.#missed = 0
    this.#sameInstance = 0
  }
}
