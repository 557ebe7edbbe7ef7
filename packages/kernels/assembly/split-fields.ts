import { RUN_FORM, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { hasTextAt } from './match-bytes'
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

/** The separator: its length and then its bytes. */
const SEPARATOR: usize = OWN
/** A byte, or more than that for none. */
const QUOTE: usize = OWN + 4
/** Ids of the keys, and behind them of what the rest becomes. The run of NO_KEY is left out. */
const KEYS: usize = OWN + 8
const KEY_COUNT: usize = OWN + 12
const REST_KEY_COUNT: usize = OWN + 16
const OPTIONS: usize = OWN + 20
/** Where in the slab values go whose quotes are not doubled any more: changed to what is left. */
const OUT: usize = OWN + 24
const OUT_END: usize = OWN + 28
/** The most values that a row had, as far as they were looked at: changed. */
const MOST: usize = OWN + 32
/** Of the value that was split last: how many runs, and where its last quoted part is. */
const ADDED: usize = OWN + 36
const UNQUOTED: usize = OWN + 40

// What the host's twin, packages/kernels/src/delimiter/split-text.ts, calls so.
const TRIM: u32 = 1
const LAST_EMPTY: u32 = 2
const STRICT: u32 = 4
const REQUIRE_ALL: u32 = 8
const EACH: u32 = 16
const TAIL: u32 = 32
const JOINED: u32 = 64

const FAILED: u32 = 0
const ALL: u32 = 1
const UNDECIDED: u32 = 2
const SHORT: u32 = 3
const BLANK: u32 = 4

/** Instead of a position: the quote is missing or misplaced, or there is no room for what is unquoted. */
const BROKEN: usize = 0
const NO_ROOM: usize = 1

const NO_KEY: i32 = -1
const SPACE: u8 = 0x20
const RETURN: u8 = 0x0d

/**
 * Splits the values of the entries at [POSITION, COUNT) and appends to the row of each one run per value. Stops at the
 * first entry whose runs might not fit. Undecided are values that are no bytes, have more values than there are keys for
 * them, or need more room for what is unquoted.
 *
 * Copies run over: 16 bytes behind OUT_END must be writable.
 */
export function splitFields(block: usize): void {
  const slab = <usize>load<u32>(block, SLAB)
  const rows = <usize>load<u32>(block, ROWS)
  const runs = <usize>load<u32>(block, RUNS)
  const rowIndexes = <usize>load<u32>(block, ROW_INDEXES)
  const runIndexes = <usize>load<u32>(block, RUN_INDEXES)
  const count = <usize>load<u32>(block, COUNT)
  const capacity = load<u32>(block, RUN_CAPACITY)
  const most = load<u32>(block, KEY_COUNT) + load<u32>(block, REST_KEY_COUNT)
  const isStrict = (load<u32>(block, OPTIONS) & STRICT) !== 0
  const results = <usize>load<u32>(block, RESULTS)
  let runCount = load<u32>(block, RUN_COUNT)
  let position = <usize>load<u32>(block, POSITION)
  for (; position < count; position++) {
    const runIndex = load<i32>(runIndexes + (position << 2))
    let result = FAILED
    if (runIndex !== NO_RUN) {
      const row = rowOf(rows, rowIndexes, position)
      const place = placeFor(row, most, runCount, capacity)
      if (place === NO_PLACE) break
      const run = runs + <usize>runIndex * RUN_SIZE
      if (load<u32>(run, RUN_FORM) !== 0) {
        result = UNDECIDED
      } else {
        const from = slab + <usize>load<u32>(run, RUN_OFFSET)
        const to = from + <usize>load<u32>(run, RUN_LENGTH)
        const out = load<u32>(block, OUT)
        result = splitValue(block, from, to, moveRuns(row, runs, place))
        if (result === ALL || result === SHORT || (result === FAILED && !isStrict)) {
          runCount = addRuns(row, place, load<u32>(block, ADDED), runCount)
        } else {
          store<u32>(block, out, OUT)
        }
      }
    }
    store<u8>(results + position, result)
  }
  store<u32>(block, position, POSITION)
  store<u32>(block, runCount, RUN_COUNT)
}

/** Writes the runs of the value at [from, end), from `firstRun` on. */
function splitValue(block: usize, from: usize, end: usize, firstRun: usize): u32 {
  const slab = <usize>load<u32>(block, SLAB)
  const separator = <usize>load<u32>(block, SEPARATOR)
  const width = <usize>load<u32>(separator)
  const firstByte = <u32>load<u8>(separator, 4)
  const wanted = i8x16.splat(<i8>firstByte)
  const quote = load<u32>(block, QUOTE)
  const keys = <usize>load<u32>(block, KEYS)
  const keyCount = load<u32>(block, KEY_COUNT)
  const keyLimit = keyCount + load<u32>(block, REST_KEY_COUNT)
  const options = load<u32>(block, OPTIONS)
  const isRestSplit = (options & EACH) !== 0 || ((options & STRICT) !== 0 && quote < 0x100)
  store<u32>(block, 0, ADDED)
  let to = end
  let start = from
  if ((options & TRIM) !== 0) {
    while (to > start && (load<u8>(to - 1) === SPACE || load<u8>(to - 1) === RETURN)) to--
    while (start < to && load<u8>(start) === SPACE) start++
    if (start === to) return BLANK
  }
  let run = firstRun
  let index: u32 = 0
  // Where separators may begin in front of `scanned`; bit 0 is the one at `base`.
  let candidates: u64 = 0
  let base: usize = 0
  let scanned = start
  let rest: usize = 0
  let hasMore = start < to || (options & LAST_EMPTY) !== 0
  while (hasMore) {
    if (index === keyCount) {
      rest = start
      if (!isRestSplit) break
    }
    let value = start
    let valueEnd = to
    hasMore = false
    if (start < to && <u32>load<u8>(start) === quote) {
      if ((options & JOINED) !== 0 && index >= keyCount) return UNDECIDED
      const closing = closingQuote(block, start + 1, to, firstByte)
      if (closing <= NO_ROOM) {
        if (closing === NO_ROOM || index > keyLimit) return UNDECIDED
        store<u32>(block, <u32>((run - firstRun) / RUN_SIZE), ADDED)
        return FAILED
      }
      value = <usize>load<u32>(block, UNQUOTED)
      valueEnd = value === start + 1 ? closing : <usize>load<u32>(block, OUT)
      if (closing + 1 < to) {
        start = closing + 2
        hasMore = true
      }
    } else {
      while (true) {
        while (candidates === 0 && scanned < to) {
          base = scanned
          if (base + 64 <= to) {
            const low =
              <u32>i8x16.bitmask(i8x16.eq(v128.load(base), wanted)) |
              ((<u32>i8x16.bitmask(i8x16.eq(v128.load(base, 16), wanted))) << 16)
            const high =
              <u32>i8x16.bitmask(i8x16.eq(v128.load(base, 32), wanted)) |
              ((<u32>i8x16.bitmask(i8x16.eq(v128.load(base, 48), wanted))) << 16)
            candidates = <u64>low | ((<u64>high) << 32)
            scanned += 64
          } else {
            candidates = <u64>i8x16.bitmask(i8x16.eq(v128.load(base), wanted))
            scanned += 16
            if (scanned > to) candidates &= ((<u64>1) << (<u64>(to - base))) - 1
          }
        }
        if (candidates === 0) break
        const at = base + <usize>ctz(candidates)
        candidates &= candidates - 1
        if (width === 1 || hasTextAt(separator, at, to)) {
          valueEnd = at
          start = at + width
          hasMore = true
          break
        }
      }
    }
    if (hasMore && start !== valueEnd + 1) {
      // Candidates within the separator or the quotes are none.
      if (start >= scanned) {
        candidates = 0
        scanned = start
      } else {
        candidates &= (<u64>-1) << (<u64>(start - base))
      }
    }
    if (index < keyCount || (options & EACH) !== 0) {
      if (index < keyLimit) {
        run = addRun(run, load<i32>(keys + ((<usize>index) << 2)), value - slab, valueEnd - value)
      }
    }
    index++
    if (start === to && (options & LAST_EMPTY) === 0) hasMore = false
  }
  if (index < keyCount && (options & REQUIRE_ALL) !== 0) return FAILED
  if (index > load<u32>(block, MOST)) store<u32>(block, index, MOST)
  if (rest !== 0 && (options & (TAIL | JOINED)) !== 0) {
    if ((options & JOINED) !== 0) rest -= width
    run = addRun(run, load<i32>(keys + ((<usize>keyCount) << 2)), rest - slab, to - rest)
  } else if ((options & EACH) !== 0 && index > keyLimit) {
    return UNDECIDED
  }
  store<u32>(block, <u32>((run - firstRun) / RUN_SIZE), ADDED)
  return index < keyCount ? SHORT : ALL
}

function addRun(run: usize, key: i32, offset: usize, length: usize): usize {
  if (key === NO_KEY) return run
  store<u64>(run, <u64>(<u32>key))
  store<u64>(run, <u64>offset | ((<u64>length) << 32), RUN_OFFSET)
  return run + RUN_SIZE
}

/**
 * The quote at the end of the value that begins at `from`, behind its first quote; or BROKEN, or NO_ROOM. UNQUOTED becomes
 * the address of the value: `from`, or where it was copied to, up to OUT, because there were quotes in it.
 */
function closingQuote(block: usize, from: usize, to: usize, separator: u32): usize {
  const quote = load<u32>(block, QUOTE)
  const wanted = i8x16.splat(<i8>quote)
  store<u32>(block, <u32>from, UNQUOTED)
  let piece = from
  let at = from
  while (at < to) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
    if (found === 0) {
      at += 16
      continue
    }
    at += <usize>ctz(found)
    if (at >= to) return BROKEN
    const next = at + 1
    const isEnd = next === to || <u32>load<u8>(next) === separator
    if (!isEnd && <u32>load<u8>(next) !== quote) return BROKEN
    if (!isEnd || piece !== from) {
      // The first of the two quotes belongs to the value.
      const pieceEnd = isEnd ? at : next
      const out = <usize>load<u32>(block, OUT)
      if (out + (pieceEnd - piece) > <usize>load<u32>(block, OUT_END)) return NO_ROOM
      if (piece === from) store<u32>(block, out, UNQUOTED)
      for (let done: usize = 0; done < pieceEnd - piece; done += 16) {
        v128.store(out + done, v128.load(piece + done))
      }
      store<u32>(block, out + (pieceEnd - piece), OUT)
    }
    if (isEnd) return at
    at += 2
    piece = at
  }
  return BROKEN
}
