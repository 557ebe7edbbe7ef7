/** How many times within the window a pipeline may fail to answer before it is stopped for good. */
export const MOST_STRIKES = 3
export const STRIKE_WINDOW_MS = 60_000

/** Counts how often each pipeline did not answer, in ticks of the control thread. */
export class Strikes {
  readonly #windowTicks: number
  readonly #ticksByPipeline = new Map<string, number[]>()

  constructor(tickMs: number) {
    this.#windowTicks = STRIKE_WINDOW_MS / tickMs
  }

  /** Counts one; true when that was the last the pipeline was allowed. */
  count(pipeline: string, tick: number): boolean {
    const before = this.#ticksByPipeline.get(pipeline) ?? []
    const recent = [...before.filter((each) => tick - each < this.#windowTicks), tick]
    this.#ticksByPipeline.set(pipeline, recent)
    return recent.length >= MOST_STRIKES
  }
}
