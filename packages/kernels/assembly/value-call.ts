import { ROW_ROOM, ROW_RUN_COUNT, ROW_SIZE, RUN_SIZE } from './layout'

// The head of the parameter block of every kernel that takes values apart: a u32 each at these byte offsets. POSITION
// and RUN_COUNT are changed. What a kernel needs besides stands from OWN on.
export const SLAB: usize = 0
export const ROWS: usize = 4
export const RUNS: usize = 8
/** List of the table's row of each entry, or 0: entry and row are the same. */
export const ROW_INDEXES: usize = 12
/** List of the run with the value of each entry, or NO_RUN. */
export const RUN_INDEXES: usize = 16
export const COUNT: usize = 20
export const POSITION: usize = 24
export const RUN_COUNT: usize = 28
export const RUN_CAPACITY: usize = 32
/** A byte for each entry. */
export const RESULTS: usize = 36
export const OWN: usize = 40

export const NO_RUN: i32 = -1
/** The runs might not fit into the table. */
export const NO_PLACE: u32 = 0xffff_ffff

/** The row of an entry. */
export function rowOf(rows: usize, rowIndexes: usize, position: usize): usize {
  const index = rowIndexes === 0 ? position : <usize>load<u32>(rowIndexes + (position << 2))
  return rows + index * ROW_SIZE
}

/** The index of the run where the runs of a row are to begin when up to `most` are added. */
export function placeFor(row: usize, most: u32, runCount: u32, capacity: u32): u32 {
  const first = load<u32>(row)
  const room = load<u32>(row, ROW_ROOM)
  const wanted = load<u32>(row, ROW_RUN_COUNT) + most
  if (wanted <= room) return first
  const place = first + room === runCount ? first : runCount
  return place + wanted > capacity ? NO_PLACE : place
}

/** Address of the run behind a row's own, which are moved to `place` if they are elsewhere. */
export function moveRuns(row: usize, runs: usize, place: u32): usize {
  const first = load<u32>(row)
  const size = <usize>load<u32>(row, ROW_RUN_COUNT) * RUN_SIZE
  const to = runs + <usize>place * RUN_SIZE
  if (place !== first) {
    const from = runs + <usize>first * RUN_SIZE
    for (let offset: usize = 0; offset < size; offset += RUN_SIZE) {
      v128.store(to + offset, v128.load(from + offset))
    }
  }
  return to + size
}

/** Takes `added` runs behind those at `place` into the row; returns how many runs the table has now. */
export function addRuns(row: usize, place: u32, added: u32, runCount: u32): u32 {
  const count = load<u32>(row, ROW_RUN_COUNT) + added
  store<u32>(row, count, ROW_RUN_COUNT)
  if (place === load<u32>(row) && count <= load<u32>(row, ROW_ROOM)) return runCount
  store<u32>(row, place)
  store<u32>(row, count, ROW_ROOM)
  return place + count
}
