import { BODY_KEY, KeyValues, log, type LogEvent, type LogValue, type Tags, valueToText } from '@sluice/plugin'
import type { Lease } from './lease.ts'
import { FORM_VALUE, type LogExtras, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'
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

  constructor(table: LogTable, row: number, lease: Lease) {
    this.table = table
    this.row = row
    this.#lease = lease
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
    const run = table.findName(this.row, key)
    if (run === -1) table.appendValue(this.row, table.key(key), value)
    else table.setRun(run, FORM_VALUE, table.values.push(value) - 1, 0)
  }

  append(key: string, value: LogValue): void {
    this.#lease.checkWritable()
    this.table.appendValue(this.row, this.table.key(key), value)
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
    const contents = [...this.entries()].map(([key, value]): [string, LogValue] => [key, detached(value)])
    const shared = { time, observedTime, name, level, traceId, spanId, offset, rawSize, contents }
    return log(tags === undefined ? shared : { ...shared, tags: tags.clone() })
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

  get tags(): Tags {
    const { tags } = this.#extras
    if (tags !== undefined || !this.#lease.writable) return tags ?? new KeyValues()
    const own: Tags = new KeyValues()
    this.#change({ tags: own })
    return own
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
    const extras = { ...this.#extras, ...changed }
    this.#lease.checkWritable()
    this.table.rows[this.row * ROW_STRIDE + 5] = this.table.extras.push(extras) - 1
  }
}

const SHORT_TEXT = 12

/** A long text may be a slice that keeps a whole slab's text alive; a copy of it does not. */
function detached(value: LogValue): LogValue {
  return typeof value === 'string' && value.length > SHORT_TEXT ? Buffer.from(value).toString() : value
}
