import { PluginError, type Clock } from '@sluice/plugin'
import { Source } from './source.ts'

/** What waits for all sources opened before a certain one. */
interface Barrier {
  readonly before: number
  readonly checkpoints: Map<string, Uint8Array>
  readonly waiting: PromiseWithResolvers<void>[]
}

interface OpenSource {
  settled: boolean
  readonly openedAt: number
}

/**
 * The sources of one input instance in the order they were opened. Sources settle in any order; progress is the oldest
 * one that has not: checkpoints and waiting requests are released when it passes them.
 */
export class DeliveryTracker {
  readonly #clock: Clock
  readonly #commit: (key: string, value: Uint8Array) => void
  readonly #window: OpenSource[] = []
  /** Number of the first source in the window. */
  #base = 0
  readonly #barriers: Barrier[] = []
  #closed = false
  #openCount = 0

  constructor(clock: Clock, commit: (key: string, value: Uint8Array) => void) {
    this.#clock = clock
    this.#commit = commit
  }

  /** Sources that have not settled. */
  get openCount(): number {
    return this.#openCount
  }

  /** Milliseconds since the oldest unsettled source was opened; 0 when there is none. */
  get oldestAge(): number {
    const oldest = this.#window[0]
    return oldest === undefined ? 0 : this.#clock.monotonic() - oldest.openedAt
  }

  open(): Source {
    const entry: OpenSource = { settled: false, openedAt: this.#clock.monotonic() }
    this.#window.push(entry)
    this.#openCount++
    return new Source(() => this.#settle(entry))
  }

  /** Commits the value when every source opened so far has settled, at once if that is so already. */
  checkpoint(key: string, value: Uint8Array): void {
    if (this.#closed) return
    if (this.#window.length === 0) this.#commit(key, value)
    else this.#barrier().checkpoints.set(key, value)
  }

  /** Resolves when every source opened so far has settled; rejects when that is not to happen any more. */
  delivered(): Promise<void> {
    if (this.#closed) return Promise.reject(notDelivered())
    if (this.#window.length === 0) return Promise.resolve()
    const waiting = Promise.withResolvers<void>()
    // Who asks but does not wait is not to bring the process down.
    waiting.promise.catch(() => {})
    this.#barrier().waiting.push(waiting)
    return waiting.promise
  }

  /** Whatever settles from now on has no effect: the input will be asked to replay it. */
  close(): void {
    this.#closed = true
    for (const { waiting } of this.#barriers.splice(0)) {
      for (const { reject } of waiting) reject(notDelivered())
    }
  }

  /** The barrier behind the newest source. */
  #barrier(): Barrier {
    const before = this.#base + this.#window.length
    const newest = this.#barriers.at(-1)
    if (newest?.before === before) return newest
    const barrier: Barrier = { before, checkpoints: new Map(), waiting: [] }
    this.#barriers.push(barrier)
    return barrier
  }

  #settle(entry: OpenSource): void {
    if (this.#closed) return
    entry.settled = true
    this.#openCount--
    let passed = 0
    while (this.#window[passed]?.settled === true) passed++
    this.#window.splice(0, passed)
    this.#base += passed
    while ((this.#barriers[0]?.before ?? Infinity) <= this.#base) {
      const { checkpoints, waiting } = this.#barriers.shift() as Barrier
      for (const [key, value] of checkpoints) this.#commit(key, value)
      for (const { resolve } of waiting) resolve()
    }
  }
}

function notDelivered(): PluginError {
  return new PluginError({
    code: 'NOT_DELIVERED',
    message: 'the pipeline stopped before everything collected was delivered',
    hint: 'answer the sender with a failure so that it sends again',
  })
}
