import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '@sluice/plugin'
import type { Discovery, Found } from './discovery.ts'

const INTERVAL_MS = 5000
/** A search takes at most a fiftieth of the time. */
const COST = 50
/** A long search lets others work in between. */
const SLICE_MS = 10

/** Searches for files again and again, the more seldom the longer it takes. */
export class Searcher {
  readonly #discovery: Discovery
  readonly #clock: Clock
  #due = -Infinity

  constructor(discovery: Discovery, clock: Clock) {
    this.#discovery = discovery
    this.#clock = clock
  }

  /** When the next search is due, monotonic. */
  get due(): number {
    return this.#due
  }

  async search(): Promise<Found> {
    const begin = this.#clock.monotonic()
    const steps = this.#discovery.search()
    let slice = begin
    let step = steps.next()
    for (; step.done !== true; step = steps.next()) {
      if (this.#clock.monotonic() - slice < SLICE_MS) continue
      await nextTurn()
      slice = this.#clock.monotonic()
    }
    const end = this.#clock.monotonic()
    this.#due = end + Math.max(INTERVAL_MS, (end - begin) * COST)
    return step.value
  }
}
