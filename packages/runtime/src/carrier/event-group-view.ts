import {
  group as makeInfo,
  type Event,
  type EventGroup,
  type GroupInfo,
  type KeyValues,
  type LogEvent,
  type Tags,
} from '@sluice/plugin'
import type { Lease } from './lease.ts'

/** A group as v2 plugins see it: the shared part and views of events. */
export class EventGroupView implements EventGroup {
  #info: GroupInfo
  #isOwnInfo: boolean
  readonly #lease: Lease
  readonly #read: () => Event[]
  #events: Event[] | undefined

  /** `read` makes the views on first use. */
  constructor(info: GroupInfo, lease: Lease, read: () => Event[]) {
    this.#info = info
    this.#isOwnInfo = lease.writable
    this.#lease = lease
    this.#read = read
  }

  /** For a reader a copy: others see the same group. */
  get info(): GroupInfo {
    this.#lease.check()
    if (!this.#isOwnInfo) {
      this.#info = makeInfo(this.#info.tags, this.#info.metadata)
      this.#isOwnInfo = true
    }
    return this.#info
  }

  get tags(): Tags {
    return this.info.tags
  }

  get metadata(): KeyValues<string> {
    return this.info.metadata
  }

  get length(): number {
    return this.events.length
  }

  get events(): readonly Event[] {
    this.#lease.check()
    this.#events ??= this.#read()
    return this.#events
  }

  *logs(): IterableIterator<LogEvent> {
    for (const event of this.events) if (event.kind === 'log') yield event
  }

  filter(predicate: (event: Event) => boolean): EventGroup {
    const events = this.events.filter((event) => predicate(event))
    return new EventGroupView(this.info, this.#lease, () => events)
  }
}
