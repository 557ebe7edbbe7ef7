import type { Clock } from '@sluice/plugin'
import { ticks } from './ticks.ts'

/** Longest delay a Node timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  seconds: () => Math.floor(Date.now() / 1000),
  monotonic: () => performance.now(),
  sleep(milliseconds, signal) {
    if (signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(done, Math.min(milliseconds, LONGEST_TIMER_MS))
      signal?.addEventListener('abort', done, { once: true })
      function done(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
    })
  },
  ticks: (interval, signal) => ticks(systemClock, interval, signal),
}
