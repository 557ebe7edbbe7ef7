import {
  expectedAt,
  findEntry,
  firstEntry,
  follow,
  isFirstIn,
  keyLength,
  keyOf,
  LONGEST_KEY,
  NO_KEY,
} from './key-dictionary'
import {
  BACKSLASH,
  CLOSE_BRACE,
  COLON,
  COMMA,
  endOfNested,
  endOfPlain,
  endOfScalar,
  endOfString,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
  SPACE,
  TOO_DEEP,
  unescape,
} from './json-scan'
import { RUN_FORM, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { FAILED } from './match-bytes'
import { MATCHED, NO_MATCH, UNDECIDED } from './match-program'
import {
  ADDED,
  DICTIONARY,
  IS_FULL,
  MISSING_TEXT,
  MODE,
  NAME_COUNT,
  NEW_TEXT,
  noteName,
  STAMP,
  STOP_NAMES,
  STOP_RUNS,
  STOP_TEXT,
  TEXT,
  TEXT_END,
} from './member-call'
import { SLAB } from './value-call'

// Bits of the mode; see JsonMode of the host.
const EMPTY_NULL: u32 = 1
const UNIQUE_KEYS: u32 = 2
const NO_OBJECTS: u32 = 4
const NO_ARRAYS: u32 = 8

/** Writes a run for each member of the object at [from, to), which is strict JSON (RFC 8259). */
export function readObject(
  block: usize,
  from: usize,
  to: usize,
  firstRun: usize,
  lastRun: usize,
): u32 {
  const slab = <usize>load<u32>(block, SLAB)
  const dictionary = <usize>load<u32>(block, DICTIONARY)
  const mode = load<u32>(block, MODE)
  const textEnd = slab + <usize>load<u32>(block, TEXT_END)
  const stamp = load<u32>(block, STAMP) + 1
  store<u32>(block, stamp, STAMP)
  let text = slab + <usize>load<u32>(block, TEXT)
  let run = firstRun
  let previous = firstEntry(dictionary)
  let at = skipSpace(from, to)
  if (at >= to || <u32>load<u8>(at) !== OPEN_BRACE) return NO_MATCH
  at = skipSpace(at + 1, to)
  if (at >= to) return NO_MATCH
  let byte = <u32>load<u8>(at)
  if (byte !== CLOSE_BRACE) {
    while (true) {
      // The name
      if (at >= to || <u32>load<u8>(at) !== QUOTE) return NO_MATCH
      at++
      let entry = expectedAt(dictionary, previous, at)
      if (entry !== 0) {
        at += keyLength(entry)
      } else {
        const end = endOfString(at, to)
        if (end === FAILED) return NO_MATCH
        entry = findEntry(dictionary, at, end)
        if (entry !== 0 && keyOf(entry) !== NO_KEY) {
          follow(previous, entry)
        } else {
          if (entry === 0 && (load<u32>(block, IS_FULL) !== 0 || end - at > LONGEST_KEY)) {
            return UNDECIDED
          }
          if (!noteName(block, at - slab, end - at)) return STOP_NAMES
          entry = 0
        }
        at = end
      }
      if (<u32>load<u8>(++at) !== COLON) {
        at = skipSpace(at, to)
        if (at >= to || <u32>load<u8>(at) !== COLON) return NO_MATCH
      }
      at++
      byte = <u32>load<u8>(at)
      if (byte <= SPACE) {
        at = skipSpace(at, to)
        byte = <u32>load<u8>(at)
      }
      if (at >= to) return NO_MATCH
      // The value
      let start = at
      let length: usize = 0
      if (byte === QUOTE) {
        start++
        at = endOfPlain(start, to)
        if (at === FAILED) return NO_MATCH
        byte = <u32>load<u8>(at)
        if (byte === QUOTE) {
          length = at - start
        } else {
          if (byte !== BACKSLASH) return NO_MATCH
          at = endOfString(at, to)
          if (at === FAILED) return NO_MATCH
          if (text + (at - start) > textEnd) {
            store<u32>(block, to - from, MISSING_TEXT)
            return STOP_TEXT
          }
          const end = unescape(start, at, text)
          start = text
          length = end - text
          text = end
        }
        at++
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if ((mode & (byte === OPEN_BRACE ? NO_OBJECTS : NO_ARRAYS)) !== 0) return UNDECIDED
        at = endOfNested(start, to)
        if (at <= TOO_DEEP) return at === FAILED ? NO_MATCH : UNDECIDED
        length = at - start
      } else {
        at = endOfScalar(start, to)
        if (at === FAILED) return NO_MATCH
        length = byte === 0x6e && (mode & EMPTY_NULL) !== 0 ? 0 : at - start
      }
      if (entry !== 0) {
        if ((mode & UNIQUE_KEYS) !== 0 && !isFirstIn(entry, stamp)) return UNDECIDED
        if (run === lastRun) return STOP_RUNS
        store<u32>(run, keyOf(entry))
        store<u32>(run, 0, RUN_FORM)
        store<u32>(run, start - slab, RUN_OFFSET)
        store<u32>(run, length, RUN_LENGTH)
        run += RUN_SIZE
        previous = entry
      }
      // What follows
      byte = <u32>load<u8>(at)
      if (byte <= SPACE) {
        at = skipSpace(at, to)
        byte = <u32>load<u8>(at)
      }
      if (at >= to) return NO_MATCH
      if (byte !== COMMA) break
      at++
      if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at, to)
    }
    if (byte !== CLOSE_BRACE) return NO_MATCH
  }
  if (skipSpace(at + 1, to) !== to) return NO_MATCH
  if (load<u32>(block, NAME_COUNT) !== 0) return STOP_NAMES
  store<u32>(block, <u32>((run - firstRun) / RUN_SIZE), ADDED)
  store<u32>(block, text - slab, NEW_TEXT)
  return MATCHED
}
