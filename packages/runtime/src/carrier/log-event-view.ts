import {
  BODY_KEY,
  KeyValues,
  log,
  type LogEvent,
  type LogValue,
  type Tags,
  valueToText,
} from '@sluice/plugin'
import type { Lease } from './lease.ts'
import { checkedValue } from './checks.ts'
import { detached } from './detached.ts'
import { type LogExtras, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'
import { fromNanoseconds, toTimestamp } from './nanoseconds.ts'

const NO_EXTRAS: LogExtras = {
  name: '',
  level: '',
  traceId: '',
  spanId: '',
  tags: undefined,
  observedTimestamp: 0n,
  offset: 0,
  rawSize: 0,
}

/** A row of a table as a v2 log event. */
export class LogEventView implements LogEvent {
  readonly kind = 'log'
  readonly table: LogTable
  readonly row: number
  readonly #lease: Lease
  #tags: Tags | undefined

  constructor(table: LogTable, row: number, lease: Lease) {
    this.table = table
    this.row = row
    this.#lease = lease
  }

  /** Throws when the view has expired. For the engine, which reads the table itself. */
  checkLive(): void {
    this.#lease.check()
  }

  get length(): number {
    this.#lease.check()
    return this.table.rows[this.row * ROW_STRIDE + 1] as number
  }

  get size(): number {
    let size = 0
    for (const [key, value] of this.entries()) size += key.length + valueToText(value).length
    return size
  }

  has(key: string): boolean {
    this.#lease.check()
    return this.table.findName(this.row, key) !== -1
  }

  get(key: string): LogValue | undefined {
    this.#lease.check()
    const run = this.table.findName(this.row, key)
    return run === -1 ? undefined : this.table.value(run)
  }

  set(key: string, value: LogValue): void {
    this.#lease.checkWritable()
    const { table } = this
    table.setValue(this.row, table.key(key), checkedValue(this.#lease.plugin, value))
  }

  append(key: string, value: LogValue): void {
    this.#lease.checkWritable()
    const { table } = this
    table.appendValue(this.row, table.key(key), checkedValue(this.#lease.plugin, value))
  }

  delete(key: string): boolean {
    this.#lease.checkWritable()
    return this.table.removeName(this.row, key)
  }

  rename(from: string, to: string): boolean {
    this.#lease.checkWritable()
    return this.table.renameName(this.row, from, to)
  }

  *entries(): IterableIterator<[string, LogValue]> {
    this.#lease.check()
    const at = this.row * ROW_STRIDE
    const { table } = this
    const first = table.rows[at] as number
    const end = first + (table.rows[at + 1] as number)
    for (let run = first; run < end; run++) {
      this.#lease.check()
      yield [table.keys[table.runs[run * RUN_STRIDE] as number] as string, table.value(run)]
    }
  }

  keep(): LogEvent {
    const { timestamp: time, observedTimestamp: observedTime } = this
    const { name, level, traceId, spanId, tags, offset, rawSize } = this.#extras
    const contents = [...this.entries()].map(([key, value]) => [key, detached(value)] as const)
    const shared = { time, observedTime, name, level, traceId, spanId, offset, rawSize, contents }
    return log(tags === undefined ? shared : { ...shared, tags })
  }

  get body(): LogValue | undefined {
    return this.get(BODY_KEY)
  }

  set body(value: LogValue | undefined) {
    if (value === undefined) this.delete(BODY_KEY)
    else this.set(BODY_KEY, value)
  }

  get timestamp(): bigint {
    this.#lease.check()
    const at = this.row * ROW_STRIDE
    return toTimestamp((this.table.rows[at + 3] as number) >>> 0, this.table.rows[at + 4] as number)
  }

  set timestamp(timestamp: bigint) {
    this.#lease.checkWritable()
    const { seconds, nanos } = fromNanoseconds(timestamp)
    this.table.rows[this.row * ROW_STRIDE + 3] = seconds
    this.table.rows[this.row * ROW_STRIDE + 4] = nanos
  }

  /** A copy made on first touch: changes to it belong to this call alone. */
  get tags(): Tags {
    const { tags } = this.#extras
    if (this.#tags === undefined) {
      this.#tags = new KeyValues(tags)
      if (this.#lease.writable) this.#change({ tags: this.#tags })
    }
    return this.#tags
  }

  get name(): string {
    return this.#extras.name
  }

  set name(name: string) {
    this.#change({ name })
  }

  get level(): string {
    return this.#extras.level
  }

  set level(level: string) {
    this.#change({ level })
  }

  get traceId(): string {
    return this.#extras.traceId
  }

  set traceId(traceId: string) {
    this.#change({ traceId })
  }

  get spanId(): string {
    return this.#extras.spanId
  }

  set spanId(spanId: string) {
    this.#change({ spanId })
  }

  get observedTimestamp(): bigint {
    return this.#extras.observedTimestamp
  }

  set observedTimestamp(observedTimestamp: bigint) {
    this.#change({ observedTimestamp })
  }

  get offset(): number {
    return this.#extras.offset
  }

  set offset(offset: number) {
    this.#change({ offset })
  }

  get rawSize(): number {
    return this.#extras.rawSize
  }

  set rawSize(rawSize: number) {
    this.#change({ rawSize })
  }

  get #extras(): LogExtras {
    this.#lease.check()
    const index = this.table.rows[this.row * ROW_STRIDE + 5] as number
    return index === -1 ? NO_EXTRAS : (this.table.extras[index] as LogExtras)
  }

  /** Extras are replaced, never changed, so that undoing a call needs only the row's integers. */
  #change(changed: Partial<LogExtras>): void {
    this.#lease.checkWritable()
    this.table.setExtras(this.row, { ...this.#extras, ...changed })
  }
}
