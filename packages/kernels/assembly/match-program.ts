import {
  classAt,
  countOf,
  endOfRun,
  FAILED,
  hasTextAt,
  memberAt,
  nextCharacter,
  OUT,
  sizeOfText,
  startOfRun,
  UNKNOWN,
} from './match-bytes'

// What the host's twin, packages/kernels/src/one-pass/program.ts, calls so.
const ACCEPT: u32 = 0
const AT_END: u32 = 1
const SAVE: u32 = 2
const LITERAL: u32 = 3
const RUN: u32 = 4
const COUNT: u32 = 5
const UNTIL: u32 = 6
const LAST_OF: u32 = 7
const LAST_TEXT: u32 = 8
const TAIL: u32 = 9
const TRIM: u32 = 10
const TEST: u32 = 11
const ATTEMPT: u32 = 12

const SLOTS: usize = 0
const START_CLASS: usize = 4
const STARTS_AT_END: usize = 8
const LEADING_RUN: usize = 12
const HEADER_SIZE: usize = 16

const PATIENCE: usize = 16
const LEAST_PATIENCE: usize = 256

export const NO_MATCH: u32 = 0
export const MATCHED: u32 = 1
export const UNDECIDED: u32 = 2

/** The work space: effort, end of the leading run, position; then the slots, and as many to keep them in. */
const EFFORT: usize = 0
const LEADING_END: usize = 4
const POSITION: usize = 8
export const CAPTURES: usize = 16

/** Runs a program on [from, to). Slots hold addresses, 0 for what took no part; the twin is `runOnePass`. */
export function runProgram(code: usize, classes: usize, from: usize, to: usize, work: usize): u32 {
  const startClass = load<i32>(code, START_CLASS)
  if (startClass < 0) return attempt(code, classes, from, to, work)
  const patience = LEAST_PATIENCE + PATIENCE * (to - from)
  const starts = classAt(classes, <u32>startClass)
  store<u32>(work, 0, EFFORT)
  let at = from
  while (true) {
    at = startOfRun(starts, at, to)
    if (at === to && load<u32>(code, STARTS_AT_END) === 0) return NO_MATCH
    store<u32>(work, at, LEADING_END)
    const result = attempt(code, classes, at, to, work)
    if (result !== NO_MATCH || at === to) return result
    const effort = <usize>load<u32>(work, EFFORT) + <usize>load<u32>(work, POSITION) - at
    if (effort > patience) return UNDECIDED
    store<u32>(work, effort, EFFORT)
    const leadingEnd = <usize>load<u32>(work, LEADING_END)
    at = leadingEnd > at ? leadingEnd : nextCharacter(at, to)
    if (at === UNKNOWN) return UNDECIDED
  }
  return NO_MATCH
}

function attempt(code: usize, classes: usize, from: usize, to: usize, work: usize): u32 {
  const captures = work + CAPTURES
  const size = (<usize>load<u32>(code, SLOTS)) << 2
  for (let slot: usize = 0; slot < size; slot += 16) v128.store(captures + slot, i64x2.splat(0))
  store<u32>(captures, from)
  const leadingRun = code + ((<usize>load<u32>(code, LEADING_RUN)) << 2)
  let retry: usize = 0
  let retryAt: usize = 0
  let pc = code + HEADER_SIZE
  let at = from
  while (true) {
    let next = at
    switch (load<u32>(pc)) {
      case RUN: {
        const end = endOfRun(classAt(classes, load<u32>(pc, 4)), at, to)
        if (end === UNKNOWN) return UNDECIDED
        if (pc === leadingRun) store<u32>(work, end, LEADING_END)
        store<u32>(work, load<u32>(work, EFFORT) + <u32>(end - at), EFFORT)
        next = end - <usize>load<u32>(pc, 20)
        if (<i32>(next - at) < load<i32>(pc, 8)) {
          next = FAILED
          break
        }
        const startSlot = load<i32>(pc, 12)
        const endSlot = load<i32>(pc, 16)
        if (startSlot >= 0) store<u32>(captures + ((<usize>startSlot) << 2), at)
        if (endSlot >= 0) store<u32>(captures + ((<usize>endSlot) << 2), next)
        const length = <usize>load<u32>(pc, 24)
        const matches = ((load<u32>(next) ^ load<u32>(pc, 32)) & load<u32>(pc, 28)) === 0
        next = matches && length <= to - next ? next + length : FAILED
        pc += next === FAILED ? 0 : 36
        break
      }
      case SAVE:
        store<u32>(captures + ((<usize>load<u32>(pc, 4)) << 2), at)
        pc += 8
        break
      case LITERAL:
        if (hasTextAt(pc + 4, at, to)) {
          next = at + <usize>load<u32>(pc, 4)
          pc += 4 + sizeOfText(pc + 4)
        } else {
          next = FAILED
        }
        break
      case ACCEPT:
        store<u32>(captures, at, 4)
        return MATCHED
      case AT_END:
        if (at === to) pc += 4
        else next = FAILED
        break
      case TEST: {
        const passes =
          at === to
            ? load<u32>(pc, 8) === 1
            : memberAt(classAt(classes, load<u32>(pc, 4)), at) !== OUT
        pc = passes ? pc + 16 : code + ((<usize>load<u32>(pc, 12)) << 2)
        break
      }
      case ATTEMPT:
        retry = code + ((<usize>load<u32>(pc, 4)) << 2)
        retryAt = at
        memory.copy(captures + size, captures, size)
        pc += 8
        break
      case COUNT: {
        const min = load<u32>(pc, 8)
        next = countOf(classAt(classes, load<u32>(pc, 4)), min, load<u32>(pc, 12), at, to)
        if (next === FAILED) {
          const least = min < <u32>(to - at) ? min : <u32>(to - at)
          store<u32>(work, load<u32>(work, EFFORT) + least, EFFORT)
        } else if (next !== UNKNOWN) {
          if (pc === leadingRun) store<u32>(work, next, LEADING_END)
          pc += 16
        }
        break
      }
      case UNTIL:
      case LAST_OF:
      case LAST_TEXT:
      case TAIL:
      case TRIM:
        next = look(pc, classes, at, to, work, pc === leadingRun)
        if (next > UNKNOWN) pc += sizeOfLook(pc)
        break
      default:
        pc = code + ((<usize>load<u32>(pc, 4)) << 2)
    }
    if (next > UNKNOWN) {
      at = next
    } else if (next === UNKNOWN) {
      return UNDECIDED
    } else if (retry !== 0) {
      memory.copy(captures, captures + size, size)
      pc = retry
      at = retryAt
      retry = 0
    } else {
      store<u32>(work, at, POSITION)
      return NO_MATCH
    }
  }
  return NO_MATCH
}

function sizeOfLook(pc: usize): usize {
  const opcode = load<u32>(pc)
  if (opcode === UNTIL) return 8 + sizeOfText(pc + 8)
  return opcode === LAST_TEXT ? 12 + sizeOfText(pc + 12) : 16
}

/** Looks ahead for where a repeat has to end. */
function look(
  pc: usize,
  classes: usize,
  at: usize,
  to: usize,
  work: usize,
  isLeading: bool,
): usize {
  const opcode = load<u32>(pc)
  const charClass = classAt(classes, load<u32>(pc, 4))
  const effort = load<u32>(work, EFFORT)
  if (opcode === UNTIL) {
    let position = at
    while (!hasTextAt(pc + 8, position, to)) {
      const member = position === to ? OUT : memberAt(charClass, position)
      if (member === OUT) {
        if (isLeading) store<u32>(work, position, LEADING_END)
        store<u32>(work, effort + <u32>(position - at), EFFORT)
        return FAILED
      }
      if (member !== 1) return UNKNOWN
      position++
    }
    if (isLeading) store<u32>(work, position, LEADING_END)
    return position
  }
  const least = at + <usize>load<u32>(pc, 8)
  if (opcode === LAST_OF || opcode === LAST_TEXT) {
    const end = endOfRun(charClass, at, to)
    if (end === UNKNOWN) return UNKNOWN
    if (isLeading) store<u32>(work, end, LEADING_END)
    store<u32>(work, effort + <u32>(end - at), EFFORT)
    if (opcode === LAST_TEXT) {
      for (let position = end; position >= least; position--) {
        if (hasTextAt(pc + 12, position, to)) return position
      }
      return FAILED
    }
    const wanted = classAt(classes, load<u32>(pc, 12))
    for (let position = end < to ? end : to - 1; position >= least; position--) {
      if (memberAt(wanted, position) !== OUT) return position
    }
    return FAILED
  }
  let stop = to
  if (opcode === TAIL) {
    const width = <usize>load<u32>(pc, 12)
    stop = width > to - at ? FAILED : to - width
  } else {
    const trimmed = classAt(classes, load<u32>(pc, 12))
    while (stop > least && memberAt(trimmed, stop - 1) === 1) stop--
  }
  store<u32>(work, effort + <u32>(to - at), EFFORT)
  if (stop < least) return FAILED
  const end = endOfRun(charClass, at, stop)
  if (end === UNKNOWN) return UNKNOWN
  if (isLeading) store<u32>(work, end, LEADING_END)
  return end === stop ? end : FAILED
}
