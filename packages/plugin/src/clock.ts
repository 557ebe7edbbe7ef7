/**
 * Where a plugin gets time from. Tests replace it, so a plugin that uses nothing else never sleeps in a test.
 * All durations are milliseconds.
 */
export interface Clock {
  /** Wall time, milliseconds since the Unix epoch. May jump when the system clock is set. */
  now(): number
  /** Wall time in whole seconds since the Unix epoch: what a v1 log's `time` holds. */
  seconds(): number
  /** Monotonic milliseconds, for measuring; never jumps. */
  monotonic(): number
  /** Resolves after `milliseconds`, or at once when `signal` aborts (it never rejects). */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /**
   * Yields the wall time once per `interval`, the first time after one interval, until `signal` aborts. A consumer that
   * takes longer than the interval gets the next tick at once and misses none but the ones in between.
   */
  ticks(interval: number, signal: AbortSignal): AsyncIterable<number>
}
