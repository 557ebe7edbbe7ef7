import { FORM_BYTES, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'

/** Which rows a list has: what undoing a call needs, besides the table's own integers. */
export interface RowsState {
  readonly rows: number[] | undefined
  readonly count: number
}

/** Rows of a table in order, and what plugins of the columns view do with them: see `ColumnGroup`. */
export class TableRows {
  readonly table: LogTable
  /** Undefined means rows 0, 1, … of the table. */
  #rows: number[] | undefined
  #count = 0

  constructor(table: LogTable) {
    this.table = table
  }

  get length(): number {
    return this.#count
  }

  /** Whether the rows are all rows of the table, in its order. */
  get hasWholeTable(): boolean {
    return this.#rows === undefined && this.#count === this.table.rowCount
  }

  rowAt(position: number): number {
    return this.#rows === undefined ? position : (this.#rows[position] as number)
  }

  addTableRow(row: number): number {
    if (this.#rows !== undefined) this.#rows.push(row)
    else if (row !== this.#count) this.#rows = [...this.#identity(), row]
    return this.#count++
  }

  /** Takes in rows that were added to the end of the table; only for one that is whole. */
  addTableRows(count: number): void {
    this.#count += count
  }

  save(): RowsState {
    return { rows: this.#rows, count: this.#count }
  }

  restore({ rows, count }: RowsState): void {
    if (rows !== undefined) rows.length = count
    this.#rows = rows
    this.#count = count
  }

  protected setRows(rows: number[]): void {
    this.#rows = rows
    this.#count = rows.length
  }

  /** Leaves out rows, where nothing else has a place among them. */
  protected keepRows(keep: (position: number) => boolean): void {
    const kept: number[] = []
    for (let position = 0; position < this.#count; position++) {
      if (keep(position)) kept.push(this.rowAt(position))
    }
    if (kept.length < this.#count) this.setRows(kept)
  }

  #identity(): number[] {
    return Array.from({ length: this.#count }, (_, index) => index)
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

  bytes(run: number): Uint8Array | undefined {
    return this.table.bytes(run)
  }

  appendBytes(position: number, key: number, offset: number, length: number): void {
    this.table.append(this.rowAt(position), key, FORM_BYTES, offset, length)
  }

  appendText(position: number, key: number, text: string): void {
    this.table.appendValue(this.rowAt(position), key, text)
  }

  appendCopy(position: number, key: number, run: number): void {
    this.table.appendCopy(this.rowAt(position), key, run)
  }

  setText(position: number, key: number, text: string): void {
    this.table.setValue(this.rowAt(position), key, text)
  }

  replaceText(run: number, text: string): void {
    this.table.replaceValue(run, text)
  }

  renameRun(run: number, key: number): void {
    this.table.runs[run * RUN_STRIDE] = key
  }

  removeRun(position: number, run: number): void {
    this.table.removeRun(this.rowAt(position), run)
  }

  remove(position: number, key: number): number {
    return this.table.removeKey(this.rowAt(position), key)
  }

  seconds(position: number): number {
    return (this.table.rows[this.rowAt(position) * ROW_STRIDE + 3] as number) >>> 0
  }

  setTime(position: number, seconds: number, nanos: number): void {
    const at = this.rowAt(position) * ROW_STRIDE
    this.table.rows[at + 3] = seconds
    this.table.rows[at + 4] = nanos
  }
}
