import { MATCHED, NO_MATCH, runProgram } from './match-program'

// The parameter block: a u32 each at these byte offsets, then three for each program: code, classes, flag.
const FROM: usize = 0
const TO: usize = 4
const ENDS: usize = 8
const FLAGS: usize = 12
const CAPACITY: usize = 16
const WORK: usize = 20
const PROGRAM_COUNT: usize = 24
const PROGRAMS: usize = 28
const PROGRAM_SIZE: usize = 12

/** How far the flag of an undecided program is above that of a match. */
const UNDECIDED_SHIFT: u32 = 4

/**
 * Writes the address of the end of each line in [FROM, TO), the last of which may lack its `\n`, and the flags of the
 * programs that match it. Stops when CAPACITY lines are written. Returns how many are.
 *
 * Reads up to 15 bytes behind TO.
 */
export function matchLines(block: usize): u32 {
  const newline = i8x16.splat(0x0a)
  const end = <usize>load<u32>(block, TO)
  const ends = <usize>load<u32>(block, ENDS)
  const flags = <usize>load<u32>(block, FLAGS)
  const capacity = <usize>load<u32>(block, CAPACITY)
  const programs = block + PROGRAMS
  const lastProgram = programs + <usize>load<u32>(block, PROGRAM_COUNT) * PROGRAM_SIZE
  const work = <usize>load<u32>(block, WORK)
  let start = <usize>load<u32>(block, FROM)
  let count: usize = 0
  for (let at = start; at < end && count < capacity; at += 16) {
    let hits = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), newline))
    if (end - at < 16) hits &= ((<u32>1) << (<u32>(end - at))) - 1
    for (; hits !== 0 && count < capacity; hits &= hits - 1, count++) {
      const line = at + <usize>ctz(hits)
      store<u32>(ends + (count << 2), line)
      store<u8>(flags + count, flagsOf(programs, lastProgram, start, line, work))
      start = line + 1
    }
  }
  if (start < end && count < capacity) {
    store<u32>(ends + (count << 2), end)
    store<u8>(flags + count, flagsOf(programs, lastProgram, start, end, work))
    count++
  }
  return <u32>count
}

function flagsOf(programs: usize, end: usize, from: usize, to: usize, work: usize): u32 {
  let flags: u32 = 0
  for (let program = programs; program < end; program += PROGRAM_SIZE) {
    const code = <usize>load<u32>(program)
    const classes = <usize>load<u32>(program, 4)
    const flag = load<u32>(program, 8)
    const result = runProgram(code, classes, from, to, work)
    if (result === NO_MATCH) continue
    flags |= result === MATCHED ? flag : flag << UNDECIDED_SHIFT
  }
  return flags
}
