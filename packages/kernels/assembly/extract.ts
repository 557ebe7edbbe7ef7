import { RUN_FORM, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { CAPTURES, MATCHED, NO_MATCH, runProgram, UNDECIDED } from './match-program'
import {
  addRuns,
  COUNT,
  moveRuns,
  NO_PLACE,
  NO_RUN,
  OWN,
  placeFor,
  POSITION,
  RESULTS,
  ROW_INDEXES,
  rowOf,
  ROWS,
  RUN_CAPACITY,
  RUN_COUNT,
  RUN_INDEXES,
  RUNS,
  SLAB,
} from './value-call'

const CODE: usize = OWN
const CLASSES: usize = OWN + 4
const KEYS: usize = OWN + 8
const KEY_COUNT: usize = OWN + 12
const FILL_MISSING: usize = OWN + 16
const WORK: usize = OWN + 20

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
      const row = rowOf(rows, rowIndexes, position)
      const place = placeFor(row, keyCount, runCount, capacity)
      if (place === NO_PLACE) break
      const run = runs + <usize>runIndex * RUN_SIZE
      const from = slab + <usize>load<u32>(run, RUN_OFFSET)
      const to = from + <usize>load<u32>(run, RUN_LENGTH)
      result =
        load<u32>(run, RUN_FORM) === 0 ? runProgram(code, classes, from, to, work) : UNDECIDED
      if (result === MATCHED) {
        const added = appendGroups(block, moveRuns(row, runs, place), from - slab)
        runCount = addRuns(row, place, added, runCount)
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
