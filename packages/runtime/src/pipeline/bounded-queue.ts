import { PluginError } from '@sluice/plugin'

/** Callers that may wait for room at once; more means that somebody does not await. */
const MOST_WAITING = 10_000
/** Places in front of the oldest item that may lie idle. */
const MOST_IDLE = 64

interface Entry<Item> {
  readonly item: Item
  weight: number
}

interface Waiting<Item> extends Entry<Item> {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * A queue with back-pressure: `put` waits while the weight inside is at the limit. One item is always let in, however
 * heavy. Order is kept between those who wait and those who come later.
 */
export class BoundedQueue<Item> {
  readonly #limit: number
  #entries: Entry<Item>[] = []
  #head = 0
  #weight = 0
  readonly #waiting: Waiting<Item>[] = []
  readonly #takers: ((item: Item | undefined) => void)[] = []
  #closed = false
  #accepted = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Number of items inside. */
  get length(): number {
    return this.#entries.length - this.#head
  }

  /** Items inside and those whose putters wait. */
  get pending(): number {
    return this.length + this.#waiting.length
  }

  get weight(): number {
    return this.#weight
  }

  /** Whether an item would be let in now. */
  get hasRoom(): boolean {
    return this.#waiting.length === 0 && this.#isOpen
  }

  /** Items ever put, those whose putters wait among them. */
  get accepted(): number {
    return this.#accepted
  }

  /** The newest item if it was not taken yet and nobody waits behind it. */
  get last(): Item | undefined {
    return this.length === 0 || this.#waiting.length > 0 ? undefined : this.#entries.at(-1)?.item
  }

  /** Adds to the weight of the newest item. Returns false when the queue is at its limit. */
  grow(weight: number): boolean {
    const last = this.#entries.at(-1)
    if (last === undefined || this.#weight >= this.#limit) return false
    last.weight += weight
    this.#weight += weight
    return true
  }

  /** `undefined` when the item was let in at once, else a promise for that moment. */
  put(item: Item, weight: number): Promise<void> | undefined {
    if (this.offer(item, weight)) return undefined
    if (this.#waiting.length >= MOST_WAITING) throw overrun()
    this.#accepted++
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // Who does not await is told by an overrun, not by a rejection that nobody sees.
    promise.catch(() => {})
    this.#waiting.push({ item, weight, resolve, reject })
    return promise
  }

  /** Lets the item in if there is room now; tells whether there was. */
  offer(item: Item, weight: number): boolean {
    if (this.#closed) throw stopped()
    const taker = this.#takers.shift()
    if (taker === undefined) {
      if (!this.hasRoom) return false
      this.#admit({ item, weight })
    } else taker(item)
    this.#accepted++
    return true
  }

  /** The oldest item; waits for one; `undefined` once the queue is closed and empty. */
  take(): Promise<Item | undefined> {
    const item = this.poll()
    if (item !== undefined || this.#closed) return Promise.resolve(item)
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  /** The oldest item, or `undefined` when there is none now. */
  poll(): Item | undefined {
    if (this.length === 0) return undefined
    const { item, weight } = this.#entries[this.#head] as Entry<Item>
    this.#entries[this.#head++] = undefined as never
    if (this.length === 0 || (this.#head >= MOST_IDLE && this.#head * 2 >= this.#entries.length)) {
      this.#entries = this.#entries.slice(this.#head)
      this.#head = 0
    }
    this.#weight -= weight
    this.#admitWaiting()
    return item
  }

  /** Lets nothing more in; what is inside can still be taken. Those who wait are let in: they were accepted. */
  close(): void {
    this.#closed = true
    for (const waiting of this.#waiting.splice(0)) {
      this.#admit(waiting)
      waiting.resolve()
    }
    for (const taker of this.#takers.splice(0)) taker(undefined)
  }

  /** Closes and gives back everything, also the items of those who wait, who are refused. */
  abandon(): Item[] {
    this.#closed = true
    const refused = this.#waiting.splice(0)
    const inside = this.#entries.splice(0).slice(this.#head)
    this.#head = 0
    this.#weight = 0
    for (const { reject } of refused) reject(stopped())
    for (const taker of this.#takers.splice(0)) taker(undefined)
    return [...inside, ...refused].map(({ item }) => item)
  }

  get #isOpen(): boolean {
    return this.length === 0 || this.#weight < this.#limit
  }

  #admit({ item, weight }: Entry<Item>): void {
    this.#entries.push({ item, weight })
    this.#weight += weight
  }

  #admitWaiting(): void {
    while (this.#waiting.length > 0 && this.#isOpen) {
      const waiting = this.#waiting.shift() as Waiting<Item>
      this.#admit(waiting)
      waiting.resolve()
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
