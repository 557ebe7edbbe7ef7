import type { Event } from '@sluice/plugin'
import type { OtherEvent } from './event-list.ts'
import type { Lease } from './lease.ts'

/** Answers with the event behind a view; known to no plugin. */
const BEHIND: unique symbol = Symbol('event behind the view')

/** A metric, span or raw event as a plugin sees it: the event itself behind the rules of the lease. */
export function viewOther(event: OtherEvent, lease: Lease): OtherEvent {
  return new Proxy(event, new LeasedEvent(lease))
}

/** An event that is no log, as a group may hold it: a view gives its event; what a plugin made is copied, for its maker may go on changing it. */
export function importOther(event: OtherEvent): OtherEvent {
  const behind = (event as { readonly [BEHIND]?: OtherEvent })[BEHIND]
  if (behind !== undefined) return behind
  return event.kind === 'raw' ? event : event.keep()
}

class LeasedEvent implements ProxyHandler<Event> {
  readonly #lease: Lease

  constructor(lease: Lease) {
    this.#lease = lease
  }

  get(event: OtherEvent, property: string | symbol): unknown {
    this.#lease.check()
    if (property === BEHIND) return event
    const value: unknown = Reflect.get(event, property)
    if (typeof value === 'function') return value.bind(event) as unknown
    const isShared = !this.#lease.writable && (property === 'tags' || property === 'typedValues')
    return isShared ? (value as OwnTags).clone() : value
  }

  set(event: OtherEvent, property: string | symbol, value: unknown): boolean {
    this.#lease.checkWritable()
    return Reflect.set(event, property, value)
  }
}

interface OwnTags {
  clone(): unknown
}
