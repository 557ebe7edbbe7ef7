import { PluginError, type Clock } from '@sluice/plugin'
import { Source } from './source.ts'

interface Barrier {
  /** Every source opened before this number must have settled. */
  readonly before: number
  readonly reached: () => void
  readonly closed?: (error: Error) => void
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
  #window: OpenSource[] = []
  /** Number of the first source in the window. */
  #base = 0
  #barriers: Barrier[] = []
  #closed = false
  #settledCount = 0

  constructor(clock: Clock, commit: (key: string, value: Uint8Array) => void) {
    this.#clock = clock
    this.#commit = commit
  }

  /** Sources that have not settled. */
  get openCount(): number {
    return this.#base + this.#window.length - this.#settledCount
  }

  /** Milliseconds since the oldest unsettled source was opened; 0 when there is none. */
  get oldestAge(): number {
    const oldest = this.#window[0]
    return oldest === undefined ? 0 : this.#clock.monotonic() - oldest.openedAt
  }

  open(): Source {
    const entry: OpenSource = { settled: false, openedAt: this.#clock.monotonic() }
    this.#window.push(entry)
    return new Source(() => this.#settle(entry))
  }

  checkpoint(key: string, value: Uint8Array): void {
    if (this.#closed) return
    this.#atBarrier({ before: this.#end, reached: () => this.#commit(key, value) })
  }

  delivered(): Promise<void> {
    if (this.#closed) return Promise.reject(notDelivered())
    return new Promise((resolve, reject) => {
      this.#atBarrier({ before: this.#end, reached: resolve, closed: reject })
    })
  }

  /** Whatever settles from now on has no effect: the input will be asked to replay it. */
  close(): void {
    this.#closed = true
    for (const { closed } of this.#barriers.splice(0)) closed?.(notDelivered())
  }

  get #end(): number {
    return this.#base + this.#window.length
  }

  #atBarrier(barrier: Barrier): void {
    if (this.#window.length === 0) barrier.reached()
    else this.#barriers.push(barrier)
  }

  #settle(entry: OpenSource): void {
    if (this.#closed) return
    entry.settled = true
    this.#settledCount++
    let passed = 0
    while (this.#window[passed]?.settled === true) passed++
    if (passed === 0) return
    this.#window.splice(0, passed)
    this.#base += passed
    let reached = 0
    while ((this.#barriers[reached]?.before ?? Infinity) <= this.#base) reached++
    for (const barrier of this.#barriers.splice(0, reached)) barrier.reached()
  }
}

function notDelivered(): PluginError {
  return new PluginError({
    code: 'NOT_DELIVERED',
    message: 'the pipeline stopped before everything collected was delivered',
    hint: 'answer the sender with a failure so that it sends again',
  })
}
