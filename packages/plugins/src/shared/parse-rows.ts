import type { ColumnGroup } from '@sluice/plugin/columns'
import { findFirst } from './find-first.ts'

/**
 * Adds what the value at each run of `runs` holds to the end of its row: one entry per row, -1 for a row to leave alone.
 * Gives 1 for each row that could be parsed, else 0, or `LEFT_ALONE`.
 */
export type ParseRows = (group: ColumnGroup, runs: Int32Array) => Uint8Array

/** What native parsers do not touch, although it counts as a failure. */
export const LEFT_ALONE = 2

/** Adds what the value at `run` holds to the end of its row; false means that it could not be parsed. */
export type ParseRow = (row: number, run: number) => boolean

/** Parses row by row. */
export function eachRow(parseRow: ParseRow): ParseRows {
  return (_, runs) => {
    const parsed = new Uint8Array(runs.length)
    for (let row = 0; row < runs.length; row++) {
      const run = runs[row] as number
      if (run !== -1 && parseRow(row, run)) parsed[row] = 1
    }
    return parsed
  }
}

/** The first run of each row that has this key, or -1. */
export function findEach(group: ColumnGroup, key: number): Int32Array {
  const runs = new Int32Array(group.length)
  for (let row = 0; row < runs.length; row++) runs[row] = findFirst(group, row, key)
  return runs
}
