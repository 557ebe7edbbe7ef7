import { PluginError } from '@sluice/plugin'

/** Callers that may wait for room at once; more means that somebody does not await. */
const MOST_WAITING = 10_000

interface Waiting<Item> {
  readonly item: Item
  readonly weight: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * A queue with back-pressure: `put` waits while the weight inside is at the limit. One item is always let in, however
 * heavy. Order is kept between those who wait and those who come later.
 */
export class BoundedQueue<Item> {
  readonly #limit: number
  #items: { readonly item: Item; weight: number }[] = []
  #head = 0
  #weight = 0
  #waiting: Waiting<Item>[] = []
  #takers: ((item: Item | undefined) => void)[] = []
  #closed = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Number of items inside. */
  get length(): number {
    return this.#items.length - this.#head
  }

  /** Items inside and those whose putters wait. */
  get pending(): number {
    return this.length + this.#waiting.length
  }

  get weight(): number {
    return this.#weight
  }

  /** The newest item if it was not taken yet and nobody waits behind it. */
  get last(): Item | undefined {
    return this.length === 0 || this.#waiting.length > 0 ? undefined : this.#items.at(-1)?.item
  }

  /** Adds to the weight of the newest item. Returns false when the queue is at its limit. */
  grow(weight: number): boolean {
    const last = this.#items.at(-1)
    if (last === undefined || this.#weight >= this.#limit) return false
    last.weight += weight
    this.#weight += weight
    return true
  }

  /** `undefined` when the item was let in at once, else a promise for that moment. */
  put(item: Item, weight: number): Promise<void> | undefined {
    if (this.#closed) throw stopped()
    const taker = this.#takers.shift()
    if (taker !== undefined) {
      taker(item)
      return undefined
    }
    if (this.#waiting.length === 0 && (this.length === 0 || this.#weight < this.#limit)) {
      this.#admit(item, weight)
      return undefined
    }
    if (this.#waiting.length >= MOST_WAITING) throw overrun()
    return new Promise((resolve, reject) => this.#waiting.push({ item, weight, resolve, reject }))
  }

  /** The oldest item; waits for one; `undefined` once the queue is closed and empty. */
  take(): Promise<Item | undefined> {
    const item = this.poll()
    if (item !== undefined || (this.#closed && this.#waiting.length === 0)) return Promise.resolve(item)
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  /** The oldest item, or `undefined` when there is none now. */
  poll(): Item | undefined {
    if (this.length === 0) return undefined
    const { item, weight } = this.#items[this.#head] as { item: Item; weight: number }
    this.#items[this.#head++] = undefined as never
    if (this.#head === this.#items.length) {
      this.#items = []
      this.#head = 0
    } else if (this.#head >= 64 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    this.#weight -= weight
    this.#admitWaiting()
    return item
  }

  /** Lets nothing more in; what is inside can still be taken. Those who wait are let in: they were accepted. */
  close(): void {
    this.#closed = true
    for (const { item, weight, resolve } of this.#waiting.splice(0)) {
      this.#admit(item, weight)
      resolve()
    }
    for (const taker of this.#takers.splice(0)) taker(undefined)
  }

  /** Closes and gives back everything inside, refusing those who wait. */
  abandon(): Item[] {
    this.#closed = true
    for (const { reject } of this.#waiting.splice(0)) reject(stopped())
    const items = this.#items.slice(this.#head).map(({ item }) => item)
    this.#items = []
    this.#head = 0
    this.#weight = 0
    for (const taker of this.#takers.splice(0)) taker(undefined)
    return items
  }

  #admit(item: Item, weight: number): void {
    this.#items.push({ item, weight })
    this.#weight += weight
  }

  #admitWaiting(): void {
    while (this.#waiting.length > 0 && (this.length === 0 || this.#weight < this.#limit)) {
      const { item, weight, resolve } = this.#waiting.shift() as Waiting<Item>
      this.#admit(item, weight)
      resolve()
    }
  }
}

function stopped(): PluginError {
  return new PluginError({
    code: 'COLLECTOR_CLOSED',
    message: 'something was collected after the pipeline had stopped taking events',
    hint: 'end the loop when the abort signal fires',
  })
}

function overrun(): PluginError {
  return new PluginError({
    code: 'COLLECTOR_OVERRUN',
    message: `${MOST_WAITING} calls wait for room in the pipeline`,
    hint: 'await each call of the collector: that is the back-pressure',
  })
}
