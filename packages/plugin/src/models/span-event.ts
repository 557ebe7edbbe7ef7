import { type EventTime, type Tags, toNanoseconds } from './event.ts'
import { KeyValues } from './key-values.ts'

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer'
export type SpanStatus = 'unset' | 'ok' | 'error'

export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly traceState: string
  readonly tags: Tags
}

/** Something that happened while the span was open. */
export interface SpanInnerEvent {
  /** Nanoseconds since the epoch. */
  readonly timestamp: bigint
  readonly name: string
  readonly tags: Tags
}

/** A span as v2 plugins see it. A view when it comes from the engine; see {@link LogEvent} for its lifetime. */
export interface SpanEvent {
  readonly kind: 'span'
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  traceState: string
  spanKind: SpanKind
  status: SpanStatus
  /** Nanoseconds since the epoch. */
  startTime: bigint
  /** Nanoseconds since the epoch. */
  endTime: bigint
  /** The same as `startTime`. */
  readonly timestamp: bigint
  observedTimestamp: bigint
  readonly tags: Tags
  links: readonly SpanLink[]
  events: readonly SpanInnerEvent[]
  /** Approximate bytes. */
  readonly size: number
  /** A copy on the heap that stays valid and is not connected to this event. */
  keep(): SpanEvent
}

export interface SpanInit {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly traceState?: string
  readonly spanKind?: SpanKind
  readonly status?: SpanStatus
  readonly startTime: EventTime
  readonly endTime: EventTime
  readonly observedTime?: EventTime
  readonly tags?: Readonly<Record<string, string>> | Tags
  readonly links?: readonly SpanLink[]
  readonly events?: readonly SpanInnerEvent[]
}

/** Makes a span of one's own. */
export function span(name: string, init: SpanInit): SpanEvent {
  return new HeapSpanEvent(name, init)
}

class HeapSpanEvent implements SpanEvent {
  readonly kind = 'span'
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  traceState: string
  spanKind: SpanKind
  status: SpanStatus
  startTime: bigint
  endTime: bigint
  observedTimestamp: bigint
  readonly tags: Tags
  links: readonly SpanLink[]
  events: readonly SpanInnerEvent[]

  constructor(name: string, init: SpanInit) {
    this.name = name
    this.traceId = init.traceId
    this.spanId = init.spanId
    this.parentSpanId = init.parentSpanId ?? ''
    this.traceState = init.traceState ?? ''
    this.spanKind = init.spanKind ?? 'unspecified'
    this.status = init.status ?? 'unset'
    this.startTime = toNanoseconds(init.startTime)
    this.endTime = toNanoseconds(init.endTime)
    this.observedTimestamp = toNanoseconds(init.observedTime ?? 0n)
    this.tags = new KeyValues(init.tags)
    this.links = init.links ?? []
    this.events = init.events ?? []
  }

  get timestamp(): bigint {
    return this.startTime
  }

  get size(): number {
    let size = this.name.length + this.traceId.length + this.spanId.length + 48
    for (const [key, value] of this.tags) size += key.length + value.length
    return size + 64 * (this.links.length + this.events.length)
  }

  keep(): SpanEvent {
    const { name, traceId, spanId, parentSpanId, traceState, spanKind, status } = this
    const { startTime, endTime, observedTimestamp: observedTime, tags } = this
    const links = this.links.map((link) => ({ ...link, tags: link.tags.clone() }))
    const events = this.events.map((event) => ({ ...event, tags: event.tags.clone() }))
    const identity = { traceId, spanId, parentSpanId, traceState, spanKind, status }
    return new HeapSpanEvent(name, {
      ...identity,
      startTime,
      endTime,
      observedTime,
      tags,
      links,
      events,
    })
  }
}
