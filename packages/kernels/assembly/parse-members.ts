import { ROW_ROOM, ROW_RUN_COUNT, RUN_FORM, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { MATCHED, NO_MATCH, UNDECIDED } from './match-program'
import { ADDED, NAME_COUNT, NEW_TEXT, PAIRS, STOP_RUNS, TEXT } from './member-call'
import { readObject } from './read-object'
import { readPairs } from './read-pairs'
import {
  addRuns,
  COUNT,
  moveRuns,
  NO_RUN,
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

/**
 * Appends to the row of each entry at [POSITION, COUNT) one run per member of its value, a JSON object, or a list of
 * pairs. Stops at a row whose runs do not fit, with a name that has no key, or whose strings with escapes do not fit behind
 * the bytes of the slab. Returns 0 when it came to the end, else why it stopped.
 */
export function parseMembers(block: usize): u32 {
  const slab = <usize>load<u32>(block, SLAB)
  const rows = <usize>load<u32>(block, ROWS)
  const runs = <usize>load<u32>(block, RUNS)
  const rowIndexes = <usize>load<u32>(block, ROW_INDEXES)
  const runIndexes = <usize>load<u32>(block, RUN_INDEXES)
  const count = <usize>load<u32>(block, COUNT)
  const capacity = load<u32>(block, RUN_CAPACITY)
  const results = <usize>load<u32>(block, RESULTS)
  const lastRun = runs + <usize>capacity * RUN_SIZE
  const isJson = load<u32>(block, PAIRS) === 0
  let runCount = load<u32>(block, RUN_COUNT)
  let position = <usize>load<u32>(block, POSITION)
  let stop: u32 = 0
  for (; position < count; position++) {
    const runIndex = load<i32>(runIndexes + (position << 2))
    let result = NO_MATCH
    if (runIndex !== NO_RUN) {
      const run = runs + <usize>runIndex * RUN_SIZE
      const from = slab + <usize>load<u32>(run, RUN_OFFSET)
      const to = from + <usize>load<u32>(run, RUN_LENGTH)
      if (load<u32>(run, RUN_FORM) === 0) {
        const row = rowOf(rows, rowIndexes, position)
        const place = lastPlace(row, runCount)
        if (place + load<u32>(row, ROW_RUN_COUNT) > capacity) {
          stop = STOP_RUNS
          break
        }
        const out = moveRuns(row, runs, place)
        store<u32>(block, 0, NAME_COUNT)
        result = isJson
          ? readObject(block, from, to, out, lastRun)
          : readPairs(block, from, to, out, lastRun)
        if (result >= STOP_RUNS) {
          stop = result
          break
        }
        if ((result & MATCHED) !== 0) {
          runCount = addRuns(row, place, load<u32>(block, ADDED), runCount)
          store<u32>(block, load<u32>(block, NEW_TEXT), TEXT)
        }
      } else {
        result = UNDECIDED
      }
    }
    store<u8>(results + position, result)
  }
  store<u32>(block, position, POSITION)
  store<u32>(block, runCount, RUN_COUNT)
  return stop
}

/** The index of the run where the runs of a row are to begin when any number may be added. */
function lastPlace(row: usize, runCount: u32): u32 {
  const first = load<u32>(row)
  return first + load<u32>(row, ROW_ROOM) === runCount ? first : runCount
}
