import type { PlacedEvent } from './event-list.ts'
import type { Group } from './group.ts'
import { ROW_STRIDE, RUN_STRIDE } from './log-table.ts'
import type { RowsState } from './table-rows.ts'

/**
 * What a plugin may change in a group, saved before the call so that a throw can be undone. Only the integers of the
 * group's rows are copied: about as much memory traffic as one more field per event.
 */
export class Undo {
  readonly #group: Group
  readonly #state: RowsState
  /** Whether the group has all rows of its table, so that the copies are of the table. */
  readonly #isWhole: boolean
  readonly #rows: Int32Array
  readonly #runs: Int32Array
  readonly #others: readonly PlacedEvent[]
  readonly #tags: readonly (readonly [string, string])[]
  readonly #metadata: readonly (readonly [string, string])[]

  constructor(group: Group, copyOthers: boolean) {
    this.#group = group
    this.#state = group.save()
    this.#isWhole = group.hasWholeTable
    const { rows, runs } = this.#isWhole ? copyTable(group) : copyRows(group)
    this.#rows = rows
    this.#runs = runs
    this.#others = copyOthers
      ? group.others.map(({ at, event }) => ({ at, event: event.keep() }))
      : group.others
    this.#tags = [...group.info.tags]
    this.#metadata = [...group.info.metadata]
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

/** Two copies of memory, whatever the number of rows. */
function copyTable({ table }: Group): { rows: Int32Array; runs: Int32Array } {
  return {
    rows: new Int32Array(table.rows.subarray(0, table.rowCount * ROW_STRIDE)),
    runs: new Int32Array(table.runs.subarray(0, table.runCount * RUN_STRIDE)),
  }
}

function copyRows(group: Group): { rows: Int32Array; runs: Int32Array } {
  const { table } = group
  const rows = new Int32Array(group.length * ROW_STRIDE)
  let count = 0
  for (let position = 0; position < group.length; position++) {
    const at = group.rowAt(position) * ROW_STRIDE
    for (let i = 0; i < ROW_STRIDE; i++)
      rows[position * ROW_STRIDE + i] = table.rows[at + i] as number
    count += table.rows[at + 1] as number
  }
  const runs = new Int32Array(count * RUN_STRIDE)
  eachRow(rows, (saved, place, length) =>
    runs.set(table.runs.subarray(place, place + length), saved),
  )
  return { rows, runs }
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
