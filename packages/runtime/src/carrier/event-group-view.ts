import type { Event, EventGroup, GroupInfo, KeyValues, LogEvent, Tags } from '@sluice/plugin'
import type { Lease } from './lease.ts'

/** A group as v2 plugins see it: the shared part and views of events. */
export class EventGroupView implements EventGroup {
  readonly #info: GroupInfo
  readonly #lease: Lease
  readonly #read: () => Event[]
  #events: Event[] | undefined

  /** `read` makes the views on first use. */
  constructor(info: GroupInfo, lease: Lease, read: () => Event[]) {
    this.#info = info
    this.#lease = lease
    this.#read = read
  }

  get info(): GroupInfo {
    this.#lease.check()
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
    return new EventGroupView(this.#info, this.#lease, () => events)
  }
}
