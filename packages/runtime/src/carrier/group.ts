import type { EncodedLines } from './arena.ts'
import {
  group as makeInfo,
  type Event,
  type EventKind,
  type GroupInfo,
  type LogContext,
} from '@sluice/plugin'
import type { ColumnGroup, JsonLayout } from '@sluice/plugin/columns'
import type { Source } from '../delivery/source.ts'
import { checkedEvent } from './checks.ts'
import { copyRow, importLog } from './copy-row.ts'
import { EventList, type OtherEvent, type PlacedEvent } from './event-list.ts'
import { importOther } from './event-view.ts'
import { encodeJsonLines } from './json-lines.ts'
import type { LogTable } from './log-table.ts'
import { TableRows } from './table-rows.ts'

/**
 * The one thing the engine moves: events with what they share, and the sources they came from. Logs are rows of a table,
 * which several groups may share; everything else is an object. Whoever holds a group releases it once; the last
 * release settles its sources.
 */
export class Group extends TableRows implements ColumnGroup {
  readonly info: GroupInfo
  /** What a v1 input gave along; travels to v1 aggregators. */
  context: LogContext | undefined
  #others: readonly PlacedEvent[] = []
  readonly #sources: Source[]
  #references = 1
  #readers = 0
  readonly #encoded: EncodedLines[] = []

  /** An empty group on a table of its own. */
  constructor(table: LogTable, info: GroupInfo = makeInfo(), sources: Source[] = []) {
    super(table)
    this.info = info
    this.#sources = sources
  }

  // Life

  get sources(): readonly Source[] {
    return this.#sources
  }

  /** Makes the group answerable for a source; it owns that reference from then on. */
  addSource(source: Source): void {
    this.#sources.push(source)
  }

  retain(): this {
    this.#references++
    return this
  }

  release(): void {
    if (--this.#references > 0) return
    if (this.#references < 0) throw new Error('a group was released more often than it was held')
    // A call that was given up may still be writing what it has encoded.
    if (this.#readers === 0) this.#dropEncoded()
    this.table.release()
    for (const source of this.#sources) source.release()
  }

  /** A group of some events of this one's table; shares the table and the sources. */
  derive({ rows, others }: EventList, info: GroupInfo = this.info): Group {
    const sources = this.#sources.map((source) => source.retain())
    const derived = new Group(this.table.retain(), info, sources)
    derived.context = this.context
    derived.setRows(rows)
    derived.#others = others
    return derived
  }

  /** The same events as a group of its own, with a copy of the info, in place of this reference to a shared one. */
  own(): Group {
    const list = new EventList()
    this.each(
      (row) => list.addRow(row),
      (event) => list.addOther(event),
    )
    const own = this.derive(list, makeInfo(this.info.tags, this.info.metadata))
    this.release()
    return own
  }

  // Events

  get others(): readonly PlacedEvent[] {
    return this.#others
  }

  setOthers(others: readonly PlacedEvent[]): void {
    this.#others = others
  }

  /** Number of events of all kinds. */
  get eventCount(): number {
    return this.length + this.#others.length
  }

  /** Bytes of the table in proportion to this group's rows, and of the other events. */
  get size(): number {
    const { table } = this
    let size = this.length === 0 ? 0 : Math.ceil((table.size * this.length) / table.rowCount)
    for (const { event } of this.#others) size += event.size
    return size
  }

  /** Calls back for every event in order. */
  each(onLog: (row: number, position: number) => void, onOther: (event: OtherEvent) => void): void {
    let next = 0
    for (let position = 0; position <= this.length; position++) {
      for (; this.#others[next]?.at === position; next++) {
        onOther((this.#others[next] as PlacedEvent).event)
      }
      if (position < this.length) onLog(this.rowAt(position), position)
    }
  }

  /** Appends events of a plugin's making: logs become rows, the others are copied. */
  pushAll(plugin: string, events: Iterable<Event>): void {
    const others = [...this.#others]
    for (const found of events) {
      const event = checkedEvent(plugin, found)
      if (event.kind === 'log') this.addTableRow(importLog(plugin, this.table, event))
      else others.push({ at: this.length, event: importOther(event) })
    }
    this.#others = others
  }

  /** Moves the events of `other` to the end of this group; `other` is used up. */
  take(other: Group): void {
    const others = [...this.#others]
    other.each(
      (row) => this.addTableRow(copyRow(other.table, row, this.table)),
      (event) => others.push({ at: this.length, event }),
    )
    this.#others = others
    for (const source of other.#sources) {
      if (!this.#sources.includes(source)) this.#sources.push(source.retain())
    }
    other.release()
  }

  /** Cuts off the first `count` events as a group of their own with its own copy of the info. */
  split(count: number): Group {
    let seen = 0
    return this.#cutOff(() => seen++ < count)
  }

  /** Cuts off the events of other kinds as a group of their own; `undefined` when there are none. */
  cutOffOthers(kinds: ReadonlySet<EventKind> | undefined): Group | undefined {
    if (kinds === undefined) return undefined
    const isForeign = (kind: EventKind): boolean => !kinds.has(kind)
    const hasForeign =
      (this.length > 0 && isForeign('log')) ||
      this.#others.some(({ event }) => isForeign(event.kind))
    return hasForeign ? this.#cutOff(isForeign) : undefined
  }

  // Columns view, with the rows: see ColumnGroup

  filterRows(keep: (position: number) => boolean): void {
    if (this.#others.length === 0) return this.keepRows(keep)
    const kept = new EventList()
    this.each(
      (row, position) => keep(position) && kept.addRow(row),
      (event) => kept.addOther(event),
    )
    if (kept.rows.length < this.length) this.#become(kept)
  }

  encodeJson(layout: JsonLayout): readonly Uint8Array[] {
    const encoded = this.table.arena.encodeJson?.(this, layout)
    if (encoded === undefined) return encodeJsonLines(this, layout)
    this.#encoded.push(encoded)
    return encoded.pieces
  }

  /** A reader begins; what it has encoded lives until the last one has ended. */
  beginReading(): void {
    this.#readers++
  }

  endReading(): void {
    if (--this.#readers === 0) this.#dropEncoded()
  }

  #dropEncoded(): void {
    for (const encoded of this.#encoded) encoded.release()
    this.#encoded.length = 0
  }

  #cutOff(chosen: (kind: EventKind) => boolean): Group {
    const cut = new EventList()
    const rest = new EventList()
    this.each(
      (row) => (chosen('log') ? cut : rest).addRow(row),
      (event) => (chosen(event.kind) ? cut : rest).addOther(event),
    )
    this.#become(rest)
    return this.derive(cut, makeInfo(this.info.tags, this.info.metadata))
  }

  #become({ rows, others }: EventList): void {
    this.setRows(rows)
    this.#others = others
  }
}
