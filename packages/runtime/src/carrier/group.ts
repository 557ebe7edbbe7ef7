import { group as makeInfo, type Event, type GroupInfo, type LogContext, type LogEvent } from '@sluice/plugin'
import type { ColumnGroup, HeldGroup, JsonLayout } from '@sluice/plugin/columns'
import type { Source } from '../delivery/source.ts'
import type { ArenaFactory } from './arena.ts'
import { copyRow, importLog } from './copy-row.ts'
import { encodeJsonLines } from './json-lines.ts'
import { FORM_BYTES, FORM_VALUE, LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'

/** A metric, span or raw event, always on the heap. */
export type OtherEvent = Exclude<Event, LogEvent>

/** An event that is no log, and how many logs stand before it. */
export interface PlacedEvent {
  readonly at: number
  readonly event: OtherEvent
}

/**
 * The one thing the engine moves: events with what they share, and the sources they came from. Logs are rows of a table,
 * which several groups may share; everything else is an object. Whoever holds a group releases it once; the last
 * release settles its sources.
 */
export class Group implements ColumnGroup, HeldGroup {
  readonly info: GroupInfo
  readonly table: LogTable
  /** What a v1 input gave along; travels to v1 aggregators. */
  context: LogContext | undefined
  #arenas: ArenaFactory
  /** Table rows of the logs in order; undefined means rows 0, 1, … of the table. */
  #rows: number[] | undefined
  #count = 0
  #others: readonly PlacedEvent[] = []
  #sources: Source[]
  #references = 1

  constructor(arenas: ArenaFactory, info: GroupInfo = makeInfo(), sources: Source[] = [], table?: LogTable) {
    this.#arenas = arenas
    this.info = info
    this.#sources = sources
    this.table = table ?? new LogTable(arenas())
    if (table !== undefined) this.#rows = []
  }

  // Engine: life

  get sources(): readonly Source[] {
    return this.#sources
  }

  addSource(source: Source): void {
    if (!this.#sources.includes(source)) this.#sources.push(source)
  }

  retain(): this {
    this.#references++
    return this
  }

  release(): void {
    if (--this.#references > 0) return
    this.table.release()
    for (const source of this.#sources) source.release()
  }

  /** A group of some of this one's logs (by position) and other events; shares the table and the sources. */
  select(positions: readonly number[], others: readonly PlacedEvent[], info: GroupInfo = this.info): Group {
    const rows = positions.map((position) => this.rowAt(position))
    return this.derive(rows, others, info)
  }

  /** A group of table rows and other events; shares the table and the sources. */
  derive(rows: number[], others: readonly PlacedEvent[], info: GroupInfo = this.info): Group {
    const sources = this.#sources.map((source) => source.retain())
    const derived = new Group(this.#arenas, info, sources, this.table.retain())
    derived.context = this.context
    derived.#rows = rows
    derived.#count = rows.length
    derived.#others = others
    return derived
  }

  /** An empty group with the same sources and a table of its own. */
  sibling(info: GroupInfo = this.info): Group {
    return new Group(
      this.#arenas,
      info,
      this.#sources.map((source) => source.retain()),
    )
  }

  // Engine: events

  get others(): readonly PlacedEvent[] {
    return this.#others
  }

  setOthers(others: readonly PlacedEvent[]): void {
    this.#others = others
  }

  /** Number of log events: the rows. */
  get logCount(): number {
    return this.#count
  }

  rowAt(position: number): number {
    return this.#rows === undefined ? position : (this.#rows[position] as number)
  }

  /** Appends any event: logs become rows, the others are kept as they are. */
  push(event: Event): void {
    if (event.kind === 'log') this.addTableRow(importLog(this.table, event))
    else this.#others = [...this.#others, { at: this.#count, event }]
  }

  pushAll(events: Iterable<Event>): void {
    const others = [...this.#others]
    for (const event of events) {
      if (event.kind === 'log') this.addTableRow(importLog(this.table, event))
      else others.push({ at: this.#count, event })
    }
    this.#others = others
  }

  addTableRow(row: number): number {
    if (this.#rows !== undefined) this.#rows.push(row)
    else if (row !== this.#count) this.#rows = [...Array.from({ length: this.#count }, (_, index) => index), row]
    return this.#count++
  }

  // Columns view: see ColumnGroup

  /** Rows for columns plugins, events of all kinds for aggregators: they differ only when other kinds travel along. */
  get length(): number {
    return this.#count
  }

  get eventCount(): number {
    return this.#count + this.#others.length
  }

  /** Bytes of the table in proportion to this group's rows, and of the other events. */
  get size(): number {
    const { table } = this
    let size = 0
    if (this.#count > 0) {
      size = Math.ceil(((table.used + table.runCount * RUN_STRIDE * 4) * this.#count) / table.rowCount)
    }
    for (const { event } of this.#others) size += event.size
    return size
  }

  key(name: string): number {
    return this.table.key(name)
  }

  keyName(key: number): string {
    return this.table.keys[key] as string
  }

  reserve(size: number): Uint8Array {
    return this.table.reserve(size)
  }

  commit(size: number): number {
    return this.table.commit(size)
  }

  addRow(seconds: number, nanos: number): number {
    return this.addTableRow(this.table.addRow(seconds, nanos))
  }

  first(position: number): number {
    const at = this.rowAt(position) * ROW_STRIDE
    return this.table.rows[at + 1] === 0 ? -1 : (this.table.rows[at] as number)
  }

  next(position: number, run: number): number {
    const at = this.rowAt(position) * ROW_STRIDE
    const end = (this.table.rows[at] as number) + (this.table.rows[at + 1] as number)
    return run + 1 < end ? run + 1 : -1
  }

  find(position: number, key: number): number {
    return this.table.find(this.rowAt(position), key)
  }

  runKey(run: number): number {
    return this.table.runs[run * RUN_STRIDE] as number
  }

  text(run: number): string {
    return this.table.text(run)
  }

  appendBytes(position: number, key: number, offset: number, length: number): void {
    this.table.append(this.rowAt(position), key, FORM_BYTES, offset, length)
  }

  appendText(position: number, key: number, text: string): void {
    this.table.appendValue(this.rowAt(position), key, text)
  }

  appendCopy(position: number, key: number, run: number): void {
    const place = run * RUN_STRIDE
    const { runs } = this.table
    this.table.append(
      this.rowAt(position),
      key,
      runs[place + 1] as number,
      runs[place + 2] as number,
      runs[place + 3] as number,
    )
  }

  setText(position: number, key: number, text: string): void {
    const run = this.find(position, key)
    if (run === -1) this.appendText(position, key, text)
    else this.table.setRun(run, FORM_VALUE, this.table.values.push(text) - 1, 0)
  }

  renameRun(run: number, key: number): void {
    this.table.runs[run * RUN_STRIDE] = key
  }

  removeRun(position: number, run: number): void {
    this.table.removeRun(this.rowAt(position), run)
  }

  remove(position: number, key: number): number {
    let removed = 0
    for (let run = this.find(position, key); run !== -1; run = this.find(position, key)) {
      this.removeRun(position, run)
      removed++
    }
    return removed
  }

  seconds(position: number): number {
    return (this.table.rows[this.rowAt(position) * ROW_STRIDE + 3] as number) >>> 0
  }

  setTime(position: number, seconds: number, nanos: number): void {
    const at = this.rowAt(position) * ROW_STRIDE
    this.table.rows[at + 3] = seconds
    this.table.rows[at + 4] = nanos
  }

  filterRows(keep: (position: number) => boolean): void {
    const rows: number[] = []
    const others: PlacedEvent[] = []
    let next = 0
    for (let position = 0; position <= this.#count; position++) {
      for (; this.#others[next]?.at === position; next++) {
        others.push({ at: rows.length, event: (this.#others[next] as PlacedEvent).event })
      }
      if (position < this.#count && keep(position)) rows.push(this.rowAt(position))
    }
    if (rows.length === this.#count) return
    this.#rows = rows
    this.#count = rows.length
    this.#others = others
  }

  encodeJson(layout: JsonLayout): readonly Uint8Array[] {
    return encodeJsonLines(this, layout)
  }

  // Aggregators: see HeldGroup

  take(other: HeldGroup): void {
    const from = other as Group
    const others = [...this.#others]
    let next = 0
    for (let position = 0; position <= from.#count; position++) {
      for (; from.#others[next]?.at === position; next++) {
        others.push({ at: this.#count, event: (from.#others[next] as PlacedEvent).event })
      }
      if (position < from.#count) this.addTableRow(copyRow(from.table, from.rowAt(position), this.table))
    }
    this.#others = others
    for (const source of from.#sources) if (!this.#sources.includes(source)) this.#sources.push(source.retain())
    from.release()
  }

  split(count: number): Group {
    const logs: number[] = []
    const head: PlacedEvent[] = []
    const tail: PlacedEvent[] = []
    let next = 0
    for (let position = 0; position <= this.#count; position++) {
      for (; this.#others[next]?.at === position; next++) {
        const { event } = this.#others[next] as PlacedEvent
        if (logs.length + head.length < count) head.push({ at: logs.length, event })
        else tail.push({ at: position - logs.length, event })
      }
      if (position < this.#count && logs.length + head.length < count) logs.push(this.rowAt(position))
    }
    const info = makeInfo(this.info.tags, this.info.metadata)
    const first = this.derive(logs, head, info)
    this.#rows = Array.from({ length: this.#count - logs.length }, (_, index) => this.rowAt(logs.length + index))
    this.#count = this.#rows.length
    this.#others = tail
    return first
  }
}
