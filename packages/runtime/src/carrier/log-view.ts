import type { Log, LogContent } from '@sluice/plugin'
import { checkedContents } from './checks.ts'
import { detached } from './detached.ts'
import { KeptLog } from './kept-log.ts'
import type { Lease } from './lease.ts'
import { FORM_VALUE, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'

/**
 * A row of a table as a flat v1 log. Once the array of contents was touched it is the truth: methods work on it, and the
 * engine takes it over when the call settles.
 */
export class LogView implements Log {
  readonly table: LogTable
  readonly row: number
  readonly #lease: Lease
  #touched: KeptLog | undefined
  /** The run each pair was made of, so that one that did not change keeps its bytes or typed value. */
  #runs: Map<LogContent, number> | undefined

  constructor(table: LogTable, row: number, lease: Lease) {
    this.table = table
    this.row = row
    this.#lease = lease
  }

  /** Throws when the view has expired. For the engine, which reads the table itself. */
  checkLive(): void {
    this.#lease.check()
  }

  get time(): number {
    this.#lease.check()
    return (this.table.rows[this.row * ROW_STRIDE + 3] as number) >>> 0
  }

  set time(seconds: number) {
    this.#lease.checkWritable()
    this.table.rows[this.row * ROW_STRIDE + 3] = seconds
  }

  get timeNs(): number {
    this.#lease.check()
    return this.table.rows[this.row * ROW_STRIDE + 4] as number
  }

  set timeNs(nanos: number) {
    this.#lease.checkWritable()
    this.table.rows[this.row * ROW_STRIDE + 4] = nanos
  }

  get contents(): LogContent[] {
    return this.#touch().contents
  }

  set contents(contents: LogContent[]) {
    this.#lease.checkWritable()
    this.#touch().contents = contents
  }

  get length(): number {
    this.#lease.check()
    return this.#touched?.length ?? (this.table.rows[this.row * ROW_STRIDE + 1] as number)
  }

  has(key: string): boolean {
    this.#lease.check()
    return this.#touched?.has(key) ?? this.table.findName(this.row, key) !== -1
  }

  get(key: string): string | undefined {
    this.#lease.check()
    if (this.#touched !== undefined) return this.#touched.get(key)
    const run = this.table.findName(this.row, key)
    return run === -1 ? undefined : this.table.text(run)
  }

  set(key: string, value: string): void {
    this.#lease.checkWritable()
    const { table } = this
    if (this.#touched !== undefined) this.#touched.set(key, value)
    else table.setValue(this.row, table.key(key), this.#text(key, value))
  }

  append(key: string, value: string): void {
    this.#lease.checkWritable()
    const { table } = this
    if (this.#touched !== undefined) this.#touched.append(key, value)
    else table.appendValue(this.row, table.key(key), this.#text(key, value))
  }

  delete(key: string): boolean {
    this.#lease.checkWritable()
    return this.#touched?.delete(key) ?? this.table.removeName(this.row, key)
  }

  rename(from: string, to: string): boolean {
    this.#lease.checkWritable()
    return this.#touched?.rename(from, to) ?? this.table.renameName(this.row, from, to)
  }

  keep(): Log {
    const { time, timeNs } = this
    const contents = this.#touched?.contents ?? this.#read()
    const own = contents.map(({ key, value }) => ({ key, value: detached(value) }))
    return new KeptLog({ time, timeNs, contents: own })
  }

  /** Called by the engine when the call settles: takes over an array that was touched and changed. */
  writeBack(): void {
    const touched = this.#touched
    if (touched === undefined) return
    this.#touched = undefined
    const contents = checkedContents(this.#lease.plugin, touched.contents)
    const ints = contents.flatMap((content) => this.#runOf(content))
    const at = this.row * ROW_STRIDE
    const place = (this.table.rows[at] as number) * RUN_STRIDE
    const old = this.table.runs.subarray(
      place,
      place + (this.table.rows[at + 1] as number) * RUN_STRIDE,
    )
    const isSame = ints.length === old.length && old.every((int, index) => int === ints[index])
    if (!isSame) this.table.replaceRuns(this.row, ints)
  }

  #touch(): KeptLog {
    this.#lease.check()
    if (this.#touched === undefined) {
      this.#touched = new KeptLog({ time: 0, contents: this.#read() })
      const first = this.table.rows[this.row * ROW_STRIDE] as number
      const runs = this.#touched.contents.map((content, index) => [content, first + index] as const)
      this.#runs = new Map(runs)
    }
    return this.#touched
  }

  #read(): LogContent[] {
    this.#lease.check()
    const at = this.row * ROW_STRIDE
    const first = this.table.rows[at] as number
    return Array.from({ length: this.table.rows[at + 1] as number }, (_, index) => {
      return { key: this.#keyOf(first + index), value: this.table.text(first + index) }
    })
  }

  #runOf(content: LogContent): number[] {
    const { table } = this
    const { key, value } = content
    const run = this.#runs?.get(content)
    if (run === undefined || this.#keyOf(run) !== key || table.text(run) !== value) {
      return [table.key(key), FORM_VALUE, table.addValue(value), 0]
    }
    return [...table.runs.subarray(run * RUN_STRIDE, (run + 1) * RUN_STRIDE)]
  }

  #keyOf(run: number): string {
    return this.table.keys[this.table.runs[run * RUN_STRIDE] as number] as string
  }

  #text(key: string, value: unknown): string {
    if (typeof value !== 'string') checkedContents(this.#lease.plugin, [{ key, value }])
    return value as string
  }
}
