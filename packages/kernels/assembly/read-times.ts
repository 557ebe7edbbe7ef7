import { ROW_SECONDS, RUN_FORM, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { EPOCH, FAILED, MATCHED, NANOS, runTimeSteps, SECONDS_END, UNDECIDED } from './time-steps'
import {
  COUNT,
  NO_RUN,
  OWN,
  POSITION,
  RESULTS,
  ROW_INDEXES,
  rowOf,
  ROWS,
  RUN_INDEXES,
  RUNS,
  SLAB,
} from './value-call'

/** The steps of the format; in front of them, where those at the end are that say nothing of whole seconds, or 0. */
const PROGRAM: usize = OWN
/** Where what was read is put. */
const WORK: usize = OWN + 4
/** Seconds that the zone is ahead of UTC, at its own times in [RANGE_FROM, RANGE_TO]. */
const OFFSET: usize = OWN + 8
const RANGE_FROM: usize = OWN + 12
const RANGE_TO: usize = OWN + 16
/** The year where the format has none, and the same for January 1 and December 31; NO_YEAR. */
const YEAR: usize = OWN + 20
const YEAR_OF_FIRST: usize = OWN + 24
const YEAR_OF_LAST: usize = OWN + 28

const NO_YEAR: i32 = -1
const ROW_NANOS: usize = ROW_SECONDS + 4

/** At the start of the work space, a word each; -1 for what is not there. */
const FIELD_COUNT: usize = 12
const YEAR_FIELD: usize = 0
const CENTURY: usize = 4
const YEAR_OF_CENTURY: usize = 8
const MONTH: usize = 12
const DAY: usize = 16
const HOUR: usize = 20
const HOUR_12: usize = 24
const HALF: usize = 28
const MINUTE: usize = 32
const SECOND: usize = 36
const DAY_OF_YEAR: usize = 40

const SET: u32 = MATCHED
const IMPOSSIBLE: u32 = 3

const LARGEST: i64 = 0xffff_ffff

/**
 * Reads the times at [POSITION, COUNT) and sets those of their rows. A value that begins like one before has its
 * seconds: most lines share them. Undecided are values that are no bytes, times out of the range and rare names of zones.
 */
export function readTimes(block: usize): void {
  const slab = <usize>load<u32>(block, SLAB)
  const rows = <usize>load<u32>(block, ROWS)
  const runs = <usize>load<u32>(block, RUNS)
  const rowIndexes = <usize>load<u32>(block, ROW_INDEXES)
  const runIndexes = <usize>load<u32>(block, RUN_INDEXES)
  const count = <usize>load<u32>(block, COUNT)
  const results = <usize>load<u32>(block, RESULTS)
  const program = <usize>load<u32>(block, PROGRAM)
  const work = <usize>load<u32>(block, WORK)
  const lastSteps = load<u32>(program) === 0 ? 0 : program + <usize>load<u32>(program)
  const steps = program + 4
  let position = <usize>load<u32>(block, POSITION)
  let knownFrom: usize = 0
  let knownTo: usize = 0
  let knownLength: usize = 0
  let seconds: u32 = 0
  for (; position < count; position++) {
    const runIndex = load<i32>(runIndexes + (position << 2))
    let result = FAILED
    if (runIndex !== NO_RUN) {
      const run = runs + <usize>runIndex * RUN_SIZE
      const from = slab + <usize>load<u32>(run, RUN_OFFSET)
      const to = from + <usize>load<u32>(run, RUN_LENGTH)
      if (load<u32>(run, RUN_FORM) !== 0) {
        result = UNDECIDED
      } else if (knownLength !== 0 && isSame(from, to, knownFrom, knownTo, knownLength)) {
        store<u32>(work, 0, NANOS)
        result = runTimeSteps(lastSteps, 0, from + knownLength, to, work)
      } else {
        for (let field: usize = 0; field < FIELD_COUNT << 2; field += 16) {
          v128.store(work + field, i64x2.splat(-1))
        }
        store<u32>(work, 0, NANOS)
        store<u64>(work, 0, EPOCH)
        result = runTimeSteps(steps, lastSteps, from, to, work)
        if (result === MATCHED) {
          const time = resolve(block, work)
          result = time > 0 ? SET : <u32>-time
          if (time > 0) seconds = <u32>time
          knownLength = 0
          if (result === SET && lastSteps !== 0) {
            knownFrom = from
            knownTo = to
            knownLength = <usize>load<u32>(work, SECONDS_END) - from
          }
        }
      }
      if (result === SET) {
        const row = rowOf(rows, rowIndexes, position)
        store<u32>(row, seconds, ROW_SECONDS)
        store<u32>(row, load<u32>(work, NANOS), ROW_NANOS)
      }
    }
    store<u8>(results + position, result)
  }
  store<u32>(block, position, POSITION)
}

/** Whether a value begins with the same bytes as another one, and goes on with the same byte or ends as that one does. */
function isSame(from: usize, to: usize, knownFrom: usize, knownTo: usize, length: usize): bool {
  if (to - from < length) return false
  for (let done: usize = 0; done < length; done += 16) {
    const differing = i8x16.bitmask(i8x16.ne(v128.load(from + done), v128.load(knownFrom + done)))
    if (differing !== 0 && done + <usize>ctz(differing) < length) return false
  }
  if (from + length === to) return knownFrom + length === knownTo
  return knownFrom + length < knownTo && load<u8>(from + length) === load<u8>(knownFrom + length)
}

/** Seconds since 1970 in UTC, or the result with a minus sign. */
function resolve(block: usize, work: usize): i64 {
  let time = load<i64>(work, EPOCH)
  if (time === 0) {
    const dayOfYear = load<i32>(work, DAY_OF_YEAR)
    let month = load<i32>(work, MONTH)
    let day = load<i32>(work, DAY)
    if (dayOfYear !== -1 && month === -1 && day === -1) day = dayOfYear
    if (month === -1) month = 1
    if (day === -1) day = 1
    const year = yearIn(block, work, month, day)
    if (year === NO_YEAR) return -(<i64>IMPOSSIBLE)
    let hour = load<i32>(work, HOUR)
    if (hour === -1) hour = max(load<i32>(work, HOUR_12) % 12, 0)
    if (load<i32>(work, HALF) === 1 && hour < 12) hour += 12
    const clock =
      (hour * 60 + max(load<i32>(work, MINUTE), 0)) * 60 + max(load<i32>(work, SECOND), 0)
    const local = <i64>daysBefore(year, month, day) * 86_400 + <i64>clock
    if (local < <i64>load<u32>(block, RANGE_FROM) || local > <i64>load<u32>(block, RANGE_TO)) {
      return -(<i64>UNDECIDED)
    }
    time = local - <i64>load<i32>(block, OFFSET)
  }
  return time > 0 && time <= LARGEST ? time : -(<i64>IMPOSSIBLE)
}

function yearIn(block: usize, work: usize, month: i32, day: i32): i32 {
  const year = load<i32>(work, YEAR_FIELD)
  if (year !== -1) return year
  const century = load<i32>(work, CENTURY)
  const rest = load<i32>(work, YEAR_OF_CENTURY)
  if (century !== -1) return century * 100 + max(rest, 0)
  if (rest !== -1) return rest <= 68 ? 2000 + rest : 1900 + rest
  if (month === 1 && day === 1) return load<i32>(block, YEAR_OF_FIRST)
  if (month === 12 && day === 31) return load<i32>(block, YEAR_OF_LAST)
  return load<i32>(block, YEAR)
}

/** Days from 1970-01-01 to a day of the Gregorian calendar; its years begin in March here. */
function daysBefore(year: i32, month: i32, day: i32): i32 {
  const years = month <= 2 ? year - 1 : year
  const era = (years >= 0 ? years : years - 399) / 400
  const yearOfEra = years - era * 400
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
