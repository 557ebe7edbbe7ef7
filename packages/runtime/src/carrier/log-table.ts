import { type LogValue, PluginError, type Tags, valueToText } from '@sluice/plugin'
import { SLAB_SIZE } from '@sluice/plugin/columns'
import type { Arena } from './arena.ts'
import { SlabText } from './slab-text.ts'

/** A run is four integers: key id, form of the value, and its place. */
export const RUN_STRIDE = 4
/** A row is six integers: first run, number of runs, room for runs, seconds, nanoseconds, index of its extras or -1. */
export const ROW_STRIDE = 6

/** The value is the byte range (offset, length) of the slab. */
export const FORM_BYTES = 0
/** The value is an entry of the overlay: a string or a typed value. */
export const FORM_VALUE = 1

/** What few logs have. Rows may share it: it is replaced, never changed. */
export interface LogExtras {
  readonly name: string
  readonly level: string
  readonly traceId: string
  readonly spanId: string
  readonly tags: Tags | undefined
  readonly observedTimestamp: bigint
  readonly offset: number
  readonly rawSize: number
}

const SPARE_RUNS = 4
const NO_BYTES = Buffer.alloc(0)
const NO_INTS = new Int32Array(0)

/**
 * Log events as rows of runs over one slab of bytes. Runs of a row are contiguous; a row that outgrows its room moves to
 * the end. Overlay values are only ever appended, so restoring the integers of a row undoes any change to it.
 */
export class LogTable {
  readonly #arena: Arena
  #slab: Buffer = NO_BYTES
  #references = 1
  #valueSize = 0
  readonly #text = new SlabText()
  readonly #keyIds = new Map<string, number>()

  readonly keys: string[] = []
  readonly values: LogValue[] = []
  readonly extras: LogExtras[] = []
  rows: Int32Array
  runs: Int32Array
  rowCount = 0
  runCount = 0
  /** Bytes committed. */
  used = 0

  constructor(arena: Arena, expectedRows = 16) {
    this.#arena = arena
    this.rows = arena.ints(expectedRows * ROW_STRIDE)
    this.runs = arena.ints(expectedRows * RUN_STRIDE * 2)
  }

  get arena(): Arena {
    return this.#arena
  }

  get slab(): Buffer {
    return this.#slab
  }

  /** Approximate bytes of everything the table holds. */
  get size(): number {
    return this.used + this.runCount * RUN_STRIDE * 4 + this.#valueSize
  }

  retain(): this {
    this.#references++
    return this
  }

  release(): void {
    if (--this.#references > 0) return
    this.#slab = NO_BYTES
    this.#text.forget()
    this.rows = this.runs = NO_INTS
    this.#arena.release()
  }

  key(name: string): number {
    const known = this.#keyIds.get(name)
    if (known !== undefined) return known
    this.#keyIds.set(name, this.keys.length)
    return this.keys.push(name) - 1
  }

  reserve(size: number): Uint8Array {
    this.#assertLive()
    const wanted = this.used + size
    if (wanted > SLAB_SIZE) {
      throw new PluginError({
        code: 'SLAB_FULL',
        message: `a group holds at most ${SLAB_SIZE} bytes; ${this.used} are in use and ${size} more were asked for`,
        hint: 'emit the group and open another one',
      })
    }
    if (this.#slab === undefined || this.#slab.length < wanted)
      this.#slab = this.#arena.bytes(wanted, this.used)
    return this.#slab.subarray(this.used)
  }

  commit(size: number): number {
    if (!(size >= 0 && this.used + size <= this.#slab.length)) {
      throw new RangeError(`${size} bytes were committed where fewer were reserved`)
    }
    const offset = this.used
    this.used += size
    return offset
  }

  addRow(seconds: number, nanos: number): number {
    const row = this.rowCount++
    const at = row * ROW_STRIDE
    this.rows = this.#withRoom(this.rows, at + ROW_STRIDE)
    const rows = this.rows
    rows[at] = this.runCount
    rows[at + 1] = 0
    rows[at + 2] = 0
    rows[at + 3] = seconds
    rows[at + 4] = nanos
    rows[at + 5] = -1
    return row
  }

  /** Makes room for more rows with one run each, all of which kernels write; see `addLines`. */
  reserveLines(count: number): void {
    this.rows = this.#withRoom(this.rows, (this.rowCount + count) * ROW_STRIDE)
    this.reserveRuns(count)
  }

  /** Rows that a kernel has written behind the others, each with one run. */
  addLines(count: number): void {
    this.rowCount += count
    this.runCount += count
  }

  setExtras(row: number, extras: LogExtras): void {
    this.rows[row * ROW_STRIDE + 5] = this.extras.push(extras) - 1
  }

  /** Makes room for `count` more runs behind the others. */
  reserveRuns(count: number): void {
    this.runs = this.#withRoom(this.runs, (this.runCount + count) * RUN_STRIDE)
  }

  /** Appends a run to a row and returns its handle. */
  append(row: number, key: number, form: number, a: number, b: number): number {
    const at = row * ROW_STRIDE
    const count = this.rows[at + 1] as number
    if (count === this.rows[at + 2]) this.#makeRoom(at, count)
    const run = (this.rows[at] as number) + count
    const place = run * RUN_STRIDE
    const runs = this.runs
    runs[place] = key
    runs[place + 1] = form
    runs[place + 2] = a
    runs[place + 3] = b
    this.rows[at + 1] = count + 1
    return run
  }

  /** Appends a run with another one's value. */
  appendCopy(row: number, key: number, run: number): void {
    const place = run * RUN_STRIDE
    const { runs } = this
    this.append(
      row,
      key,
      runs[place + 1] as number,
      runs[place + 2] as number,
      runs[place + 3] as number,
    )
  }

  appendValue(row: number, key: number, value: LogValue): void {
    this.append(row, key, FORM_VALUE, this.addValue(value), 0)
  }

  /** Replaces the value of the last run with this key, or appends one. */
  setValue(row: number, key: number, value: LogValue): void {
    const run = this.find(row, key)
    if (run === -1) this.appendValue(row, key, value)
    else this.replaceValue(run, value)
  }

  /** Gives a run another value. */
  replaceValue(run: number, value: LogValue): void {
    const place = run * RUN_STRIDE
    this.runs[place + 1] = FORM_VALUE
    this.runs[place + 2] = this.addValue(value)
    this.runs[place + 3] = 0
  }

  /** Puts a value into the overlay; returns its index. */
  addValue(value: LogValue): number {
    this.#valueSize += sizeOf(value)
    return this.values.push(value) - 1
  }

  /** Gives a row other runs, four integers each. */
  replaceRuns(row: number, ints: readonly number[]): void {
    this.rows[row * ROW_STRIDE + 1] = 0
    for (let i = 0; i < ints.length; i += RUN_STRIDE) {
      const [key, form, a, b] = ints.slice(i, i + RUN_STRIDE) as [number, number, number, number]
      this.append(row, key, form, a, b)
    }
  }

  removeRun(row: number, run: number): void {
    const at = row * ROW_STRIDE
    const { runs } = this
    const count = this.rows[at + 1] as number
    const first = this.rows[at] as number
    this.rows[at + 1] = count - 1
    if (run === first) {
      // Parsers remove their source so: nothing has to move.
      this.rows[at] = first + 1
      this.rows[at + 2] = (this.rows[at + 2] as number) - 1
      return
    }
    const end = (first + count - 1) * RUN_STRIDE
    // A row has few runs: for so little, a loop is faster than copyWithin.
    for (let place = run * RUN_STRIDE; place < end; place++) {
      runs[place] = runs[place + RUN_STRIDE] as number
    }
  }

  /** The last run of the row with this key, or -1. */
  find(row: number, key: number): number {
    const at = row * ROW_STRIDE
    const first = this.rows[at] as number
    for (let run = first + (this.rows[at + 1] as number) - 1; run >= first; run--) {
      if (this.runs[run * RUN_STRIDE] === key) return run
    }
    return -1
  }

  /** The last run of the row with this name, or -1; does not make a key. */
  findName(row: number, name: string): number {
    const key = this.#keyIds.get(name)
    return key === undefined ? -1 : this.find(row, key)
  }

  /** Removes every run with this key; returns how many there were. */
  removeKey(row: number, key: number): number {
    let removed = 0
    for (let run = this.find(row, key); run !== -1; run = this.find(row, key)) {
      this.removeRun(row, run)
      removed++
    }
    return removed
  }

  /** Removes every run with this name; tells whether there was one. */
  removeName(row: number, name: string): boolean {
    const key = this.#keyIds.get(name)
    return key !== undefined && this.removeKey(row, key) > 0
  }

  /** Gives every run with this name another one; tells whether there was one. */
  renameName(row: number, from: string, to: string): boolean {
    const key = this.#keyIds.get(from)
    if (key === undefined) return false
    const at = row * ROW_STRIDE
    const first = this.rows[at] as number
    let found = false
    for (let run = first; run < first + (this.rows[at + 1] as number); run++) {
      if (this.runs[run * RUN_STRIDE] !== key) continue
      this.runs[run * RUN_STRIDE] = this.key(to)
      found = true
    }
    return found
  }

  /** The value of a run as text; see `valueToText`. */
  text(run: number): string {
    const value = this.value(run)
    return typeof value === 'string' ? value : valueToText(value)
  }

  /** The value of a run; byte ranges are decoded. */
  value(run: number): LogValue {
    const place = run * RUN_STRIDE
    const a = this.runs[place + 2] as number
    if (this.runs[place + 1] === FORM_VALUE) return this.values[a] as LogValue
    return this.decode(a, this.runs[place + 3] as number)
  }

  /** The bytes of a run that is a byte range, or whose typed value is bytes. */
  bytes(run: number): Uint8Array | undefined {
    const place = run * RUN_STRIDE
    const a = this.runs[place + 2] as number
    if (this.runs[place + 1] === FORM_BYTES) {
      return this.#slab.subarray(a, a + (this.runs[place + 3] as number))
    }
    const value = this.values[a]
    return value instanceof Uint8Array ? value : undefined
  }

  /** The text of a byte range; invalid UTF-8 becomes U+FFFD. */
  decode(offset: number, length: number): string {
    return this.#text.decode(this.#slab, this.used, offset, length)
  }

  #makeRoom(at: number, count: number): void {
    const first = this.rows[at] as number
    if (first + count === this.runCount) {
      this.reserveRuns(1)
      this.runCount++
      this.rows[at + 2] = count + 1
      return
    }
    const room = count * 2 + SPARE_RUNS
    this.reserveRuns(room)
    this.runs.copyWithin(
      this.runCount * RUN_STRIDE,
      first * RUN_STRIDE,
      (first + count) * RUN_STRIDE,
    )
    this.rows[at] = this.runCount
    this.rows[at + 2] = room
    this.runCount += room
  }

  #assertLive(): void {
    if (this.#references <= 0) throw new Error('a group was used after it had been given away')
  }

  #withRoom(ints: Int32Array, length: number): Int32Array {
    if (length <= ints.length) return ints
    this.#assertLive()
    const grown = this.#arena.ints(Math.max(64, ints.length * 2, length))
    grown.set(ints)
    return grown
  }
}

function sizeOf(value: LogValue): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  return value instanceof Uint8Array ? value.byteLength : valueToText(value).length
}
