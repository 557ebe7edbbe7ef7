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
  readonly #rows: Int32Array
  readonly #runs: Int32Array
  readonly #others: readonly PlacedEvent[]
  readonly #tags: readonly (readonly [string, string])[]
  readonly #metadata: readonly (readonly [string, string])[]

  constructor(group: Group, copyOthers: boolean) {
    const { table } = group
    this.#group = group
    this.#state = group.save()
    this.#rows = new Int32Array(group.length * ROW_STRIDE)
    let runs = 0
    for (let position = 0; position < group.length; position++) {
      const at = group.rowAt(position) * ROW_STRIDE
      for (let i = 0; i < ROW_STRIDE; i++)
        this.#rows[position * ROW_STRIDE + i] = table.rows[at + i] as number
      runs += table.rows[at + 1] as number
    }
    this.#runs = new Int32Array(runs * RUN_STRIDE)
    this.#copyRuns((saved, place, length) =>
      this.#runs.set(table.runs.subarray(place, place + length), saved),
    )
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
    for (let position = 0; position * ROW_STRIDE < this.#rows.length; position++) {
      const saved = position * ROW_STRIDE
      table.rows.set(
        this.#rows.subarray(saved, saved + ROW_STRIDE),
        group.rowAt(position) * ROW_STRIDE,
      )
    }
    this.#copyRuns((saved, place, length) =>
      table.runs.set(this.#runs.subarray(saved, saved + length), place),
    )
    group.setOthers(this.#others)
    for (const [key] of [...info.tags]) info.tags.delete(key)
    for (const [key, value] of this.#tags) info.tags.add(key, value)
    for (const [key] of [...info.metadata]) info.metadata.delete(key)
    for (const [key, value] of this.#metadata) info.metadata.add(key, value)
  }

  #copyRuns(copy: (saved: number, place: number, length: number) => void): void {
    let saved = 0
    for (let at = 0; at < this.#rows.length; at += ROW_STRIDE) {
      const length = (this.#rows[at + 1] as number) * RUN_STRIDE
      copy(saved, (this.#rows[at] as number) * RUN_STRIDE, length)
      saved += length
    }
  }
}
