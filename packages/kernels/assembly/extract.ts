import { ROW_RUN_COUNT, ROW_SIZE, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { CAPTURES, MATCHED, NO_MATCH, runProgram, UNDECIDED } from './match-program'

// The parameter block: a u32 each at these byte offsets. POSITION and RUN_COUNT are changed.
const CODE: usize = 0
const CLASSES: usize = 4
const SLAB: usize = 8
const ROWS: usize = 12
const RUNS: usize = 16
const ROW_INDEXES: usize = 20
const RUN_INDEXES: usize = 24
const COUNT: usize = 28
const POSITION: usize = 32
const RUN_COUNT: usize = 36
const RUN_CAPACITY: usize = 40
const KEYS: usize = 44
const KEY_COUNT: usize = 48
const FILL_MISSING: usize = 52
const RESULTS: usize = 56
const WORK: usize = 60

const ROW_ROOM: usize = 8
const RUN_FORM: usize = 4
const NO_RUN: i32 = -1

/**
 * Runs a one-pass program on the values of the entries at [POSITION, COUNT) and appends to the row of each that matches
 * one run per key with the bytes of its group. Stops at the first entry whose runs might not fit. Returns how many of
 * the entries that have a value did not match or are undecided.
 */
export function extract(block: usize): u32 {
  const code = <usize>load<u32>(block, CODE)
  const classes = <usize>load<u32>(block, CLASSES)
  const slab = <usize>load<u32>(block, SLAB)
  const rows = <usize>load<u32>(block, ROWS)
  const runs = <usize>load<u32>(block, RUNS)
  const rowIndexes = <usize>load<u32>(block, ROW_INDEXES)
  const runIndexes = <usize>load<u32>(block, RUN_INDEXES)
  const count = <usize>load<u32>(block, COUNT)
  const capacity = load<u32>(block, RUN_CAPACITY)
  const keyCount = load<u32>(block, KEY_COUNT)
  const results = <usize>load<u32>(block, RESULTS)
  const work = <usize>load<u32>(block, WORK)
  let runCount = load<u32>(block, RUN_COUNT)
  let position = <usize>load<u32>(block, POSITION)
  let failures: u32 = 0
  for (; position < count; position++) {
    const runIndex = load<i32>(runIndexes + (position << 2))
    let result = NO_MATCH
    if (runIndex !== NO_RUN) {
      const row = rows + <usize>load<u32>(rowIndexes + (position << 2)) * ROW_SIZE
      const first = load<u32>(row)
      const before = load<u32>(row, ROW_RUN_COUNT)
      const room = load<u32>(row, ROW_ROOM)
      const fits = before + keyCount <= room
      const isLast = first + room === runCount
      const place = fits || isLast ? first : runCount
      if (!fits && place + before + keyCount > capacity) break
      const run = runs + <usize>runIndex * RUN_SIZE
      const from = slab + <usize>load<u32>(run, RUN_OFFSET)
      const to = from + <usize>load<u32>(run, RUN_LENGTH)
      result =
        load<u32>(run, RUN_FORM) === 0 ? runProgram(code, classes, from, to, work) : UNDECIDED
      if (result === MATCHED) {
        const start = runs + <usize>place * RUN_SIZE
        if (place !== first) copyRuns(start, runs + <usize>first * RUN_SIZE, before)
        const added = appendGroups(block, start + <usize>before * RUN_SIZE, from - slab)
        store<u32>(row, place)
        store<u32>(row, before + added, ROW_RUN_COUNT)
        if (place !== first || before + added > room) {
          store<u32>(row, before + added, ROW_ROOM)
          runCount = place + before + added
        }
      } else {
        failures++
      }
    }
    store<u8>(results + position, result)
  }
  store<u32>(block, position, POSITION)
  store<u32>(block, runCount, RUN_COUNT)
  return failures
}

/** Writes a run for each key; returns how many. */
function appendGroups(block: usize, out: usize, missing: usize): u32 {
  const slab = <usize>load<u32>(block, SLAB)
  const fillMissing = load<u32>(block, FILL_MISSING) !== 0
  const keys = <usize>load<u32>(block, KEYS)
  const end = keys + ((<usize>load<u32>(block, KEY_COUNT)) << 2)
  let group = <usize>load<u32>(block, WORK) + CAPTURES + 8
  let run = out
  for (let key = keys; key < end; key += 4, group += 8) {
    const start = <usize>load<u32>(group)
    if (start !== 0) {
      store<u32>(run, start - slab, RUN_OFFSET)
      store<u32>(run, <usize>load<u32>(group, 4) - start, RUN_LENGTH)
    } else if (fillMissing) {
      store<u32>(run, missing, RUN_OFFSET)
      store<u32>(run, 0, RUN_LENGTH)
    } else {
      continue
    }
    store<u32>(run, load<u32>(key))
    store<u32>(run, 0, RUN_FORM)
    run += RUN_SIZE
  }
  return <u32>((run - out) / RUN_SIZE)
}

function copyRuns(to: usize, from: usize, count: u32): void {
  for (let offset: usize = 0; offset < <usize>count * RUN_SIZE; offset += RUN_SIZE) {
    v128.store(to + offset, v128.load(from + offset))
  }
}
