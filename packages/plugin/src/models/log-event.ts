import { type EventTime, type Tags, toNanoseconds } from './event.ts'
import { KeyValues } from './key-values.ts'
import type { LogValue } from './value.ts'

/** The field that holds the body of a log. */
export const BODY_KEY = 'content'

/**
 * A log as v2 plugins see it. Its contents are an ordered run of pairs in which a key may occur more than once:
 * iteration is in order, `get` reads the last pair of a key, `set` replaces that pair's value, `append` adds a pair.
 *
 * An event received from the engine is a view: valid until the call it was given to settles, then every access throws
 * `EVENT_EXPIRED`. `keep()` copies it out.
 */
export interface LogEvent {
  readonly kind: 'log'
  name: string
  level: string
  traceId: string
  spanId: string
  readonly tags: Tags
  /** Nanoseconds since the epoch; 0 when the source gave no time. */
  timestamp: bigint
  /** Nanoseconds since the epoch when the collector saw the event; 0 when unknown. */
  observedTimestamp: bigint
  /** Byte offset in the source the event came from; 0 when unknown. */
  offset: number
  /** Bytes the event took in its source; 0 when unknown. */
  rawSize: number
  /** The field `content`; `undefined` when there is none. Setting `undefined` deletes it. */
  body: LogValue | undefined
  /** Number of pairs, duplicates counted. */
  readonly length: number
  /** Approximate bytes of keys and values. */
  readonly size: number

  has(key: string): boolean
  /** The value of the last pair with this key. Byte values are decoded as UTF-8 (invalid sequences become U+FFFD). */
  get(key: string): LogValue | undefined
  /** Replaces the value of the last pair with this key, or appends one. */
  set(key: string, value: LogValue): void
  /** Adds a pair at the end, even if the key exists. */
  append(key: string, value: LogValue): void
  /** Removes every pair with this key; tells whether there was one. */
  delete(key: string): boolean
  /** Renames every pair with this key in place; tells whether there was one. */
  rename(from: string, to: string): boolean
  entries(): IterableIterator<[string, LogValue]>
  /** A copy on the heap that stays valid and is not connected to this event. */
  keep(): LogEvent
}

export interface LogEventInit {
  readonly contents?: Readonly<Record<string, LogValue>> | Iterable<readonly [string, LogValue]>
  readonly time?: EventTime
  readonly observedTime?: EventTime
  readonly name?: string
  readonly level?: string
  readonly traceId?: string
  readonly spanId?: string
  readonly tags?: Readonly<Record<string, string>> | Tags
  readonly offset?: number
  readonly rawSize?: number
}

/** Makes a log of one's own, to collect or to return. */
export function log(init: LogEventInit = {}): LogEvent {
  return new HeapLogEvent(init)
}

/** A log that owns its contents: what `log()` and `keep()` give. */
class HeapLogEvent implements LogEvent {
  readonly kind = 'log'
  name: string
  level: string
  traceId: string
  spanId: string
  readonly tags: Tags
  timestamp: bigint
  observedTimestamp: bigint
  offset: number
  rawSize: number
  #pairs: [string, LogValue][]

  constructor(init: LogEventInit) {
    const contents = init.contents ?? []
    const pairs = Symbol.iterator in contents ? contents : Object.entries(contents)
    this.#pairs = Array.from(pairs, ([key, value]) => [key, value])
    this.name = init.name ?? ''
    this.level = init.level ?? ''
    this.traceId = init.traceId ?? ''
    this.spanId = init.spanId ?? ''
    this.tags = new KeyValues(init.tags)
    this.timestamp = toNanoseconds(init.time ?? 0n)
    this.observedTimestamp = toNanoseconds(init.observedTime ?? 0n)
    this.offset = init.offset ?? 0
    this.rawSize = init.rawSize ?? 0
  }

  get length(): number {
    return this.#pairs.length
  }

  get size(): number {
    let size = 0
    for (const [key, value] of this.#pairs) size += key.length + sizeOf(value)
    return size
  }

  get body(): LogValue | undefined {
    return this.get(BODY_KEY)
  }

  set body(value: LogValue | undefined) {
    if (value === undefined) this.delete(BODY_KEY)
    else this.set(BODY_KEY, value)
  }

  has(key: string): boolean {
    return this.#pairs.some(([name]) => name === key)
  }

  get(key: string): LogValue | undefined {
    return this.#pairs.findLast(([name]) => name === key)?.[1]
  }

  set(key: string, value: LogValue): void {
    const pair = this.#pairs.findLast(([name]) => name === key)
    if (pair === undefined) this.#pairs.push([key, value])
    else pair[1] = value
  }

  append(key: string, value: LogValue): void {
    this.#pairs.push([key, value])
  }

  delete(key: string): boolean {
    const before = this.#pairs.length
    this.#pairs = this.#pairs.filter(([name]) => name !== key)
    return this.#pairs.length < before
  }

  rename(from: string, to: string): boolean {
    let found = false
    for (const pair of this.#pairs) {
      if (pair[0] !== from) continue
      pair[0] = to
      found = true
    }
    return found
  }

  *entries(): IterableIterator<[string, LogValue]> {
    for (const [key, value] of this.#pairs) yield [key, value]
  }

  keep(): LogEvent {
    const { timestamp: time, observedTimestamp: observedTime } = this
    const { name, level, traceId, spanId, tags, offset, rawSize } = this
    const contents = this.#pairs
    return new HeapLogEvent({
      contents,
      time,
      observedTime,
      name,
      level,
      traceId,
      spanId,
      tags,
      offset,
      rawSize,
    })
  }
}

function sizeOf(value: LogValue): number {
  if (typeof value === 'string') return value.length
  return value instanceof Uint8Array ? value.byteLength : 8
}
