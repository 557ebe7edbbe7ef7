import { writeJsonText } from './json-text'
import { writeTime } from './json-time'
import { ROW_RUN_COUNT, ROW_SECONDS, ROW_SIZE, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'

// The parameter block: a u32 each at these byte offsets. Only POSITION is changed.
const SLAB: usize = 0
const ROWS: usize = 4
const RUNS: usize = 8
const POSITIONS: usize = 12
const PREFIXES: usize = 16
const HEAD: usize = 20
const HEAD_LENGTH: usize = 24
const TIME_MODE: usize = 28
const OUT: usize = 32
const CAPACITY: usize = 36
const END: usize = 40
const POSITION: usize = 44
/** 32 bytes for the text of the time, which most rows have in common with the row before. */
const TIME_TEXT: usize = 48

const TIME_FIRST: u32 = 1
const TIME_LAST: u32 = 2

/** Of each entry of the table of prefixes: address and length. */
const PREFIX_SIZE: usize = 8

/** More than a row takes besides head, prefixes and values: the time, quotes, a comma, the brace and the line end. */
const SPARE: usize = 64

/** What a byte becomes at most, as in `\u001f`. */
const LONGEST_ESCAPE: usize = 6

/**
 * Writes the rows at [POSITION, END) as JSON lines and moves POSITION to the first row that was not written: the first
 * that could grow beyond what is left of `out`. Rows without runs are left out. Returns the number of bytes written.
 *
 * Copies run over: 32 bytes behind slab, head and each prefix must be readable, 32 bytes behind `out` writable.
 */
export function encodeJson(block: usize): u32 {
  const slab = <usize>load<u32>(block, SLAB)
  const rows = <usize>load<u32>(block, ROWS)
  const runs = <usize>load<u32>(block, RUNS)
  const positions = <usize>load<u32>(block, POSITIONS)
  const prefixes = <usize>load<u32>(block, PREFIXES)
  const head = <usize>load<u32>(block, HEAD)
  const headLength = <usize>load<u32>(block, HEAD_LENGTH)
  const timeMode = load<u32>(block, TIME_MODE)
  const start = <usize>load<u32>(block, OUT)
  const limit = start + <usize>load<u32>(block, CAPACITY)
  const end = load<u32>(block, END)
  const time = block + TIME_TEXT
  let timeSeconds: u32 = 0
  let timeLength = writeTime(time, timeSeconds, timeMode === TIME_LAST)
  let position = load<u32>(block, POSITION)
  let line = start
  for (; position < end; position++) {
    const index = positions === 0 ? position : load<u32>(positions + ((<usize>position) << 2))
    const row = rows + <usize>index * ROW_SIZE
    const count = <usize>load<u32>(row, ROW_RUN_COUNT)
    if (count === 0) continue
    if (limit - line < headLength + SPARE) break
    const seconds = load<u32>(row, ROW_SECONDS)
    if (seconds !== timeSeconds) {
      timeSeconds = seconds
      timeLength = writeTime(time, seconds, timeMode === TIME_LAST)
    }
    copy(line, head, headLength)
    let out = line + headLength
    if (timeMode === TIME_FIRST) {
      copy(out, time, timeLength)
      out += timeLength
    }
    const run = runs + <usize>load<u32>(row) * RUN_SIZE
    out = writeValues(out, limit, run, run + count * RUN_SIZE, slab, prefixes)
    if (out === 0) break
    if (timeMode === TIME_LAST) {
      copy(out, time, timeLength)
      out += timeLength
    }
    // `}\n` in the place of the last comma
    store<u16>(out - 1, 0x0a7d)
    line = out + 1
  }
  store<u32>(block, position, POSITION)
  return <u32>(line - start)
}

/** Writes prefix, value, quote and comma of each run. Returns the end, or 0 when they might not leave SPARE of `out`. */
function writeValues(
  to: usize,
  limit: usize,
  firstRun: usize,
  endOfRuns: usize,
  slab: usize,
  prefixes: usize,
): usize {
  let out = to
  for (let run = firstRun; run < endOfRuns; run += RUN_SIZE) {
    const prefix = prefixes + <usize>load<u32>(run) * PREFIX_SIZE
    const prefixLength = <usize>load<u32>(prefix, 4)
    const from = slab + <usize>load<u32>(run, RUN_OFFSET)
    const length = <usize>load<u32>(run, RUN_LENGTH)
    if (limit - out < prefixLength + length * LONGEST_ESCAPE + SPARE) return 0
    copy(out, <usize>load<u32>(prefix), prefixLength)
    out = writeJsonText(out + prefixLength, from, from + length)
    // `",`
    store<u16>(out, 0x2c22)
    out += 2
  }
  return out
}

/** Copies in whole vectors, two at least: `memory.copy` takes several times as long for so few. */
function copy(to: usize, from: usize, length: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
  for (let done: usize = 32; done < length; done += 16) {
    v128.store(to + done, v128.load(from + done))
  }
}
