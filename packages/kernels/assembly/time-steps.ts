import { hasTextAt, sizeOfText } from './match-bytes'

// What the host's twin, packages/kernels/src/time/time-format.ts, calls so; a word each, and its parameters behind it.
const END: u32 = 0
const LITERAL: u32 = 1
const SPACE: u32 = 2
const NUMBER: u32 = 3
const NAME: u32 = 4
const FRACTION: u32 = 5
const ZONE: u32 = 6
const LETTERS: u32 = 7
const EPOCH_STEP: u32 = 8
const LONG_EPOCH: u32 = 9

/** How a long number of seconds goes on. */
const MAYBE: u32 = 0
const DOT: u32 = 2

// The work space has a word for each field, and then these.
export const NANOS: usize = 48
export const EPOCH: usize = 56
/** Where the steps at `mark` began to read. */
export const SECONDS_END: usize = 64

export const FAILED: u32 = 0
export const MATCHED: u32 = 1
export const UNDECIDED: u32 = 2

/** Instead of a position. Positions are never that low. */
const NOWHERE: usize = 0
const UNKNOWN: usize = 1

const LONG_EPOCH_DIGITS: u32 = 10
const MANY_DIGITS: u32 = 0xffff_ffff
/** Larger numbers of seconds are all the same. */
const LARGEST_EPOCH: u64 = 0xffff_ffff_ffff

/** Reads what stands at `from`, and notes the position where `mark` is come to. */
export function runTimeSteps(steps: usize, mark: usize, from: usize, to: usize, work: usize): u32 {
  let step = steps
  let at = from
  while (true) {
    if (step === mark) store<u32>(work, at, SECONDS_END)
    switch (load<u32>(step)) {
      case END:
        return MATCHED
      case NUMBER:
        at = readNumber(step, at, to, work)
        step += 16
        break
      case LITERAL:
        at = hasTextAt(step + 4, at, to) ? at + <usize>load<u32>(step, 4) : NOWHERE
        step += 4 + sizeOfText(step + 4)
        break
      case SPACE:
        at = skipSpaces(at, to)
        step += 4
        break
      case FRACTION:
        at = readFraction(at, to, work)
        step += 4
        break
      case NAME:
        at = readName(step, at, to, work)
        step += <usize>load<u32>(step, 8)
        break
      case ZONE:
        at = readZone(skipSpaces(at, to), to)
        step += 4
        break
      case LETTERS: {
        const start = at
        while (at < to && isLetter(load<u8>(at))) at++
        if (at === start) at = NOWHERE
        step += 4
        break
      }
      case EPOCH_STEP:
        at = readEpoch(at, to, MANY_DIGITS, work)
        step += 4
        break
      default:
        at = readLongEpoch(at, to, load<u32>(step, 4), work)
        step += 8
    }
    if (at <= UNKNOWN) return at === NOWHERE ? FAILED : UNDECIDED
  }
  return FAILED
}

function isDigit(byte: u32): bool {
  return byte - 0x30 < 10
}

function isLetter(byte: u32): bool {
  return (byte | 0x20) - 0x61 < 26
}

function skipSpaces(from: usize, to: usize): usize {
  let at = from
  while (at < to && (load<u8>(at) === 0x20 || <u32>load<u8>(at) - 9 < 5)) at++
  return at
}

/** A digit with which any number would be too large is not taken. */
function readNumber(step: usize, from: usize, to: usize, work: usize): usize {
  const most = load<u32>(step, 12)
  let at = from
  let value: u32 = 0
  let digits = most
  while (at < to && digits !== 0 && value * 10 <= most && isDigit(load<u8>(at))) {
    value = value * 10 + <u32>load<u8>(at) - 0x30
    digits /= 10
    at++
  }
  if (at === from || value < load<u32>(step, 8) || value > most) return NOWHERE
  store<u32>(work + ((<usize>load<u32>(step, 4)) << 2), value)
  return at
}

/** Behind the step are its field, its size, the number of names, and each name's value and small letters. */
function readName(step: usize, from: usize, to: usize, work: usize): usize {
  const end = step + <usize>load<u32>(step, 8)
  for (let name = step + 12; name < end; name += 4 + sizeOfText(name + 4)) {
    const length = <usize>load<u32>(name, 4)
    if (length > to - from) continue
    let index: usize = 0
    while (index < length && (load<u8>(from + index) | 0x20) === load<u8>(name + index, 8)) index++
    if (index < length) continue
    store<u32>(work + ((<usize>load<u32>(step, 4)) << 2), load<u32>(name))
    return from + length
  }
  return NOWHERE
}

function readFraction(from: usize, to: usize, work: usize): usize {
  let at = from
  let nanos: u32 = 0
  const end = to - from > 9 ? from + 9 : to
  while (at < end && isDigit(load<u8>(at))) nanos = nanos * 10 + <u32>load<u8>(at++) - 0x30
  if (at === from) return NOWHERE
  for (let digits = at - from; digits < 9; digits++) nanos *= 10
  store<u32>(work, nanos, NANOS)
  return at
}

/** Z, or a sign, hours and perhaps minutes; everything else that begins with a letter is left open. */
function readZone(from: usize, to: usize): usize {
  if (from >= to) return NOWHERE
  const first = <u32>load<u8>(from)
  if (first === 0x5a) return from + 1
  if (isLetter(first)) return UNKNOWN
  if (first !== 0x2b && first !== 0x2d) return NOWHERE
  if (to - from < 3 || !isDigit(load<u8>(from, 1)) || !isDigit(load<u8>(from, 2))) return NOWHERE
  const hourEnd = from + 3
  const minute = hourEnd < to && load<u8>(hourEnd) === 0x3a ? hourEnd + 1 : hourEnd
  if (minute >= to || !isDigit(load<u8>(minute))) return hourEnd
  const isMinute = to - minute >= 2 && load<u8>(minute) < 0x36 && isDigit(load<u8>(minute, 1))
  return isMinute ? minute + 2 : NOWHERE
}

function readEpoch(from: usize, to: usize, most: u32, work: usize): usize {
  let at = from
  let value: u64 = 0
  for (let left = most; left > 0 && at < to && isDigit(load<u8>(at)); left--) {
    value = value * 10 + <u64>load<u8>(at++) - 0x30
    if (value > LARGEST_EPOCH) value = LARGEST_EPOCH
  }
  if (value === 0) return NOWHERE
  store<u64>(work, value, EPOCH)
  return at
}

function readLongEpoch(from: usize, to: usize, fraction: u32, work: usize): usize {
  let at = readEpoch(from, to, LONG_EPOCH_DIGITS, work)
  if (at === NOWHERE) return NOWHERE
  if (fraction === DOT) {
    if (at >= to || load<u8>(at) !== 0x2e) return NOWHERE
    at++
  }
  const end = readFraction(at, to, work)
  return end === NOWHERE && fraction === MAYBE ? at : end
}
