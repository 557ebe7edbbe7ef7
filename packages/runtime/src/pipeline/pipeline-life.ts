/** How far a pipeline has come towards its end. */
export class PipelineLife {
  readonly #inputs = new AbortController()
  readonly #timers = new AbortController()
  readonly #work = new AbortController()
  #abandoned = false

  /** Aborts when the inputs are to end. */
  get inputs(): AbortSignal {
    return this.#inputs.signal
  }

  /** Aborts when the aggregator's timers are to end. */
  get timers(): AbortSignal {
    return this.#timers.signal
  }

  /** Aborts when everything was delivered, or no time is left: nothing is waited for or tried again. */
  get work(): AbortSignal {
    return this.#work.signal
  }

  /** Whether the pipeline was given up: nothing it still does may have an effect. */
  get isAbandoned(): boolean {
    return this.#abandoned
  }

  endInputs(): void {
    this.#inputs.abort()
  }

  endTimers(): void {
    this.#timers.abort()
  }

  endWork(): void {
    this.#work.abort()
  }

  abandon(): void {
    this.#abandoned = true
    this.endInputs()
    this.endTimers()
    this.endWork()
  }
}
