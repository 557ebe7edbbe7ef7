import type { PlacedEvent } from './event-list.ts'
import type { Group } from './group.ts'
import { ROW_STRIDE, RUN_STRIDE } from './log-table.ts'
import type { RowsState } from './table-rows.ts'

/** Integers that are kept for the next copies: what is made anew for each call lies around until garbage is collected. */
const MOST_SPARE_INTS = 256 * 1024

/** Memory for the copies of one call after the other. */
export class UndoMemory {
  #spare: Int32Array = new Int32Array(0)

  take(length: number): Int32Array {
    const spare = this.#spare
    if (spare.length < length) return new Int32Array(length)
    this.#spare = new Int32Array(0)
    return spare
  }

  give(ints: Int32Array): void {
    if (ints.length > this.#spare.length && ints.length <= MOST_SPARE_INTS) this.#spare = ints
  }
}

/**
 * What a plugin may change in a group, saved before the call so that a throw can be undone. Only the integers of the
 * group's rows are copied: about as much memory traffic as one more field per event.
 */
export class Undo {
  readonly #memory: UndoMemory
  readonly #copies: Int32Array
  readonly #group: Group
  readonly #state: RowsState
  /** Whether the group has all rows of its table, so that the copies are of the table. */
  readonly #isWhole: boolean
  readonly #rows: Int32Array
  readonly #runs: Int32Array
  readonly #others: readonly PlacedEvent[]
  readonly #tags: readonly (readonly [string, string])[]
  readonly #metadata: readonly (readonly [string, string])[]

  constructor(group: Group, copyOthers: boolean, memory: UndoMemory) {
    this.#group = group
    this.#memory = memory
    this.#state = group.save()
    this.#isWhole = group.hasWholeTable
    const { rows, runs } = this.#isWhole ? sizeOfTable(group) : sizeOfRows(group)
    this.#copies = memory.take(rows + runs)
    this.#rows = this.#copies.subarray(0, rows)
    this.#runs = this.#copies.subarray(rows, rows + runs)
    if (this.#isWhole) this.#copyTable()
    else this.#copyRows()
    this.#others = copyOthers
      ? group.others.map(({ at, event }) => ({ at, event: event.keep() }))
      : group.others
    this.#tags = [...group.info.tags]
    this.#metadata = [...group.info.metadata]
  }

  /** The call went well: nothing is to be undone any more. */
  forget(): void {
    this.#memory.give(this.#copies)
  }

  /** Puts the group back as it was. */
  apply(): void {
    const group = this.#group
    const { table, info } = group
    group.restore(this.#state)
    if (this.#isWhole) {
      table.rows.set(this.#rows)
      table.runs.set(this.#runs)
    } else {
      this.#restoreRows()
    }
    group.setOthers(this.#others)
    for (const [key] of [...info.tags]) info.tags.delete(key)
    for (const [key, value] of this.#tags) info.tags.add(key, value)
    for (const [key] of [...info.metadata]) info.metadata.delete(key)
    for (const [key, value] of this.#metadata) info.metadata.add(key, value)
  }

  /** Two copies of memory, whatever the number of rows. */
  #copyTable(): void {
    const { rows, runs } = this.#group.table
    this.#rows.set(rows.subarray(0, this.#rows.length))
    this.#runs.set(runs.subarray(0, this.#runs.length))
  }

  #copyRows(): void {
    const group = this.#group
    const { rows, runs } = group.table
    for (let position = 0; position < group.length; position++) {
      const at = group.rowAt(position) * ROW_STRIDE
      for (let i = 0; i < ROW_STRIDE; i++) {
        this.#rows[position * ROW_STRIDE + i] = rows[at + i] as number
      }
    }
    eachRow(this.#rows, (saved, place, length) =>
      this.#runs.set(runs.subarray(place, place + length), saved),
    )
  }

  #restoreRows(): void {
    const group = this.#group
    const { table } = group
    for (let position = 0; position * ROW_STRIDE < this.#rows.length; position++) {
      const saved = position * ROW_STRIDE
      table.rows.set(
        this.#rows.subarray(saved, saved + ROW_STRIDE),
        group.rowAt(position) * ROW_STRIDE,
      )
    }
    eachRow(this.#rows, (saved, place, length) =>
      table.runs.set(this.#runs.subarray(saved, saved + length), place),
    )
  }
}

interface Size {
  readonly rows: number
  readonly runs: number
}

function sizeOfTable({ table }: Group): Size {
  return { rows: table.rowCount * ROW_STRIDE, runs: table.runCount * RUN_STRIDE }
}

function sizeOfRows(group: Group): Size {
  const { table } = group
  let count = 0
  for (let position = 0; position < group.length; position++) {
    count += table.rows[group.rowAt(position) * ROW_STRIDE + 1] as number
  }
  return { rows: group.length * ROW_STRIDE, runs: count * RUN_STRIDE }
}

/** Where the runs of each row stand in the copy and in the table. */
function eachRow(
  rows: Int32Array,
  visit: (saved: number, place: number, length: number) => void,
): void {
  let saved = 0
  for (let at = 0; at < rows.length; at += ROW_STRIDE) {
    const length = (rows[at + 1] as number) * RUN_STRIDE
    visit(saved, (rows[at] as number) * RUN_STRIDE, length)
    saved += length
  }
}
