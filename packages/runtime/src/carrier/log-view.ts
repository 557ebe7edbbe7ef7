import type { Log, LogContent } from '@sluice/plugin'
import { KeptLog } from './kept-log.ts'
import type { Lease } from './lease.ts'
import { FORM_VALUE, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'

/** A row of a table as a flat v1 log. */
export class LogView implements Log {
  readonly table: LogTable
  readonly row: number
  readonly #lease: Lease
  #contents: LogContent[] | undefined

  constructor(table: LogTable, row: number, lease: Lease) {
    this.table = table
    this.row = row
    this.#lease = lease
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
    this.#lease.check()
    this.#contents ??= this.#read()
    return this.#contents
  }

  set contents(contents: LogContent[]) {
    this.#lease.checkWritable()
    this.#contents = contents
  }

  get length(): number {
    this.#lease.check()
    return this.#contents?.length ?? (this.table.rows[this.row * ROW_STRIDE + 1] as number)
  }

  has(key: string): boolean {
    this.#settleContents()
    return this.table.findName(this.row, key) !== -1
  }

  get(key: string): string | undefined {
    this.#settleContents()
    const run = this.table.findName(this.row, key)
    return run === -1 ? undefined : this.table.text(run)
  }

  set(key: string, value: string): void {
    this.#settleContents()
    this.#lease.checkWritable()
    const { table } = this
    const run = table.findName(this.row, key)
    if (run === -1) table.appendValue(this.row, table.key(key), value)
    else table.setRun(run, FORM_VALUE, table.values.push(value) - 1, 0)
  }

  append(key: string, value: string): void {
    this.#settleContents()
    this.#lease.checkWritable()
    this.table.appendValue(this.row, this.table.key(key), value)
  }

  delete(key: string): boolean {
    this.#settleContents()
    this.#lease.checkWritable()
    return this.table.removeName(this.row, key)
  }

  rename(from: string, to: string): boolean {
    this.#settleContents()
    this.#lease.checkWritable()
    return this.table.renameName(this.row, from, to)
  }

  keep(): Log {
    const contents = this.#contents ?? this.#read()
    return new KeptLog({ time: this.time, timeNs: this.timeNs, contents })
  }

  /** Called by the engine when the call settles: takes over an array that was made and changed. */
  writeBack(): void {
    const contents = this.#contents
    if (contents === undefined || !this.#lease.writable) return
    this.#contents = undefined
    if (this.#unchanged(contents)) return
    const { table } = this
    table.rows[this.row * ROW_STRIDE + 1] = 0
    for (const { key, value } of contents) table.appendValue(this.row, table.key(key), value)
  }

  /** An array that exists is the truth: methods used after it see its changes, and a later touch sees theirs. */
  #settleContents(): void {
    this.#lease.check()
    if (this.#contents !== undefined) this.writeBack()
  }

  #read(): LogContent[] {
    this.#lease.check()
    return this.#runs().map((run) => ({ key: this.#keyOf(run), value: this.table.text(run) }))
  }

  #unchanged(contents: readonly LogContent[]): boolean {
    const runs = this.#runs()
    if (runs.length !== contents.length) return false
    return runs.every((run, index) => {
      const { key, value } = contents[index] as LogContent
      return key === this.#keyOf(run) && value === this.table.text(run)
    })
  }

  #runs(): number[] {
    const at = this.row * ROW_STRIDE
    const first = this.table.rows[at] as number
    return Array.from({ length: this.table.rows[at + 1] as number }, (_, index) => first + index)
  }

  #keyOf(run: number): string {
    return this.table.keys[this.table.runs[run * RUN_STRIDE] as number] as string
  }
}

