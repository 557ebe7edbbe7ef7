import type { Event, LogEvent } from '@sluice/plugin'

/** A metric, span or raw event, always on the heap. */
export type OtherEvent = Exclude<Event, LogEvent>

/** An event that is no log, and how many logs stand before it. */
export interface PlacedEvent {
  readonly at: number
  readonly event: OtherEvent
}

/** Events in order: logs as rows of a table, the others with their places among them. */
export class EventList {
  readonly rows: number[] = []
  readonly others: PlacedEvent[] = []

  get length(): number {
    return this.rows.length + this.others.length
  }

  addRow(row: number): void {
    this.rows.push(row)
  }

  addOther(event: OtherEvent): void {
    this.others.push({ at: this.rows.length, event })
  }
}
