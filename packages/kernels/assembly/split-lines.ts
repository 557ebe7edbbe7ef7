import { ROW_SIZE, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'

/**
 * Appends a row with one run, the line without its `\n`, for each `\n` in [from, to) of the slab. Stops when either
 * table is full. Returns how many rows, and so runs, were added.
 *
 * Reads up to 15 bytes behind `to`: 16 bytes behind every slab must be readable.
 */
export function splitLines(
  slab: usize,
  from: u32,
  to: u32,
  rows: usize,
  rowCount: u32,
  rowCapacity: u32,
  runs: usize,
  runCount: u32,
  runCapacity: u32,
  key: u32,
  seconds: u32,
  nanos: u32,
): u32 {
  const newline = i8x16.splat(0x0a)
  const most = min(rowCapacity - rowCount, runCapacity - runCount)
  const end = slab + to
  let row = rows + <usize>rowCount * ROW_SIZE
  let run = runs + <usize>runCount * RUN_SIZE
  const lastRun = run + <usize>most * RUN_SIZE
  const nanosAndExtras: u64 = <u64>nanos | 0xffff_ffff_0000_0000
  // Of a row only the first run differs.
  let rowHead = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(1), 0, runCount), 3, seconds)
  const nextRow = i32x4(1, 0, 0, 0)
  let start = from
  let at = slab + from
  while (at < end && run < lastRun) {
    let ends: u64 = 0
    let width: usize = 16
    if (at + 64 <= end) {
      // Most lines are much longer than a vector.
      width = 64
      const a = i8x16.eq(v128.load(at), newline)
      const b = i8x16.eq(v128.load(at, 16), newline)
      const c = i8x16.eq(v128.load(at, 32), newline)
      const d = i8x16.eq(v128.load(at, 48), newline)
      if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
        const low = <u32>i8x16.bitmask(a) | ((<u32>i8x16.bitmask(b)) << 16)
        const high = <u32>i8x16.bitmask(c) | ((<u32>i8x16.bitmask(d)) << 16)
        ends = <u64>low | ((<u64>high) << 32)
      }
    } else {
      ends = <u64>i8x16.bitmask(i8x16.eq(v128.load(at), newline))
      if (end - at < 16) ends &= ((<u64>1) << (<u64>(end - at))) - 1
    }
    while (ends !== 0 && run < lastRun) {
      const line = <u32>(at - slab) + <u32>ctz(ends)
      v128.store(row, rowHead)
      store<u64>(row, nanosAndExtras, 16)
      store<u64>(run, key)
      store<u32>(run, start, RUN_OFFSET)
      store<u32>(run, line - start, RUN_LENGTH)
      start = line + 1
      rowHead = i32x4.add(rowHead, nextRow)
      row += ROW_SIZE
      run += RUN_SIZE
      ends &= ends - 1
    }
    at += width
  }
  return most - <u32>((lastRun - run) / RUN_SIZE)
}
