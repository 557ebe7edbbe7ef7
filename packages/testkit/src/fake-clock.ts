import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '@sluice/plugin'
import { parseDuration } from '@sluice/plugin/schema'
import { ticks } from '@sluice/runtime'

interface Timer {
  readonly due: number
  readonly fire: () => void
}

const START = Date.UTC(2026, 0, 1)
/** Turns of the event loop after each timer: enough for what it woke to reach the next wait. */
const TURNS_PER_TIMER = 4

/** A clock that stands still until it is told to advance. */
export class FakeClock implements Clock {
  readonly #start: number
  #elapsed = 0
  readonly #timers: Timer[] = []

  /** `start` is the wall time at first, milliseconds since the epoch; by default 2026-01-01T00:00:00Z. */
  constructor(start = START) {
    this.#start = start
  }

  now(): number {
    return this.#start + this.#elapsed
  }

  seconds(): number {
    return Math.floor(this.now() / 1000)
  }

  monotonic(): number {
    return this.#elapsed
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const timer: Timer = { due: this.#elapsed + milliseconds, fire: done }
      const index = this.#timers.findIndex(({ due }) => due > timer.due)
      this.#timers.splice(index === -1 ? this.#timers.length : index, 0, timer)
      signal?.addEventListener('abort', done, { once: true })
      const forget = (): void => {
        const place = this.#timers.indexOf(timer)
        if (place !== -1) this.#timers.splice(place, 1)
      }
      function done(): void {
        forget()
        signal?.removeEventListener('abort', done)
        resolve()
      }
    })
  }

  ticks(interval: number, signal: AbortSignal): AsyncIterable<number> {
    return ticks(this, interval, signal)
  }

  /** Moves on by `'3s'` or milliseconds, firing what falls due in order and letting what it wakes run. */
  async advance(duration: string | number): Promise<void> {
    const target =
      this.#elapsed + (typeof duration === 'number' ? duration : parseDuration(duration))
    await settle()
    for (
      let timer = this.#timers[0];
      timer !== undefined && timer.due <= target;
      timer = this.#timers[0]
    ) {
      this.#elapsed = Math.max(this.#elapsed, timer.due)
      timer.fire()
      await settle()
    }
    this.#elapsed = target
    await settle()
  }
}

/** Lets promises and input/output that is ready have their turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS_PER_TIMER; turn++) await nextTurn()
}
