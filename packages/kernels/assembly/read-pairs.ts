import {
  expectedAt,
  findEntry,
  firstEntry,
  follow,
  keyLength,
  keyOf,
  LONGEST_KEY,
  NO_KEY,
} from './key-dictionary'
import { RUN_FORM, RUN_LENGTH, RUN_OFFSET, RUN_SIZE } from './layout'
import { hasTextAt, sizeOfText } from './match-bytes'
import { MATCHED, UNDECIDED } from './match-program'
import {
  ADDED,
  DICTIONARY,
  IS_FULL,
  MISSING_KEY,
  MODE,
  NAME_COUNT,
  NEW_TEXT,
  noteName,
  PAIRS,
  SPARE_KEYS,
  STOP_KEY,
  STOP_NAMES,
  STOP_RUNS,
  TEXT,
} from './member-call'
import { SLAB } from './value-call'

/** Bit of the mode: pairs without a separator are left out. */
const DISCARD: u32 = 1

/** Kinds of keys for pairs that have none, of which there are so many each; also bits of the result. */
const NO_SEPARATOR: u32 = 0
const EMPTY_KEY: u32 = 1
const SPARE_KEY_COUNT: u32 = 32
const HAS_KIND: u32 = 4

const SPACE_BACKSLASH: u32 = 0x5c20

/**
 * Writes a run for each pair of [from, to). PAIRS are four texts, each its length and then its bytes: what stands between
 * two pairs, between key and value, and around values, which may be empty; and the second and third together.
 */
export function readPairs(
  block: usize,
  from: usize,
  to: usize,
  firstRun: usize,
  lastRun: usize,
): u32 {
  const slab = <usize>load<u32>(block, SLAB)
  const dictionary = <usize>load<u32>(block, DICTIONARY)
  const discard = (load<u32>(block, MODE) & DISCARD) !== 0
  const delimiter = <usize>load<u32>(block, PAIRS)
  const separator = delimiter + sizeOfText(delimiter)
  const quote = separator + sizeOfText(separator)
  const opening = quote + sizeOfText(quote)
  const delimiterSize = <usize>load<u32>(delimiter)
  const separatorSize = <usize>load<u32>(separator)
  const quoteSize = <usize>load<u32>(quote)
  let previous = firstEntry(dictionary)
  let run = firstRun
  let result = MATCHED
  let emptyKeys: u32 = 0
  let noSeparators: u32 = 0
  let at = from
  while (true) {
    let end = textFrom(delimiter, at, to)
    if (end < to && quoteSize > 0) end = endOfQuoted(quote, opening, delimiter, at, end, to)
    let key: i32 = NO_KEY
    let value = at
    // What stands at the beginning of a pair decides where its first separator is.
    let entry = expectedAt(dictionary, previous, at)
    if (entry !== 0) {
      value = at + keyLength(entry)
      if (value <= end && hasTextAt(separator, value, end)) key = keyOf(entry)
    }
    if (key !== NO_KEY) {
      value += separatorSize
      previous = entry
    } else {
      const nameEnd = textFrom(separator, at, end)
      value = nameEnd + separatorSize
      const kind = value > end ? NO_SEPARATOR : EMPTY_KEY
      if (value > end || nameEnd === at) {
        const number = kind === EMPTY_KEY ? emptyKeys++ : noSeparators++
        result |= HAS_KIND << kind
        if (kind === NO_SEPARATOR) value = at
        if (kind === EMPTY_KEY || !discard) {
          if (number >= SPARE_KEY_COUNT) return UNDECIDED
          const index = kind * SPARE_KEY_COUNT + number
          key = load<i32>(<usize>load<u32>(block, SPARE_KEYS) + ((<usize>index) << 2))
          if (key === NO_KEY) {
            store<u32>(block, index, MISSING_KEY)
            return STOP_KEY
          }
        }
      } else {
        entry = findEntry(dictionary, at, nameEnd)
        if (entry !== 0 && keyOf(entry) !== NO_KEY) {
          key = keyOf(entry)
          follow(previous, entry)
          previous = entry
        } else {
          if (entry === 0 && (load<u32>(block, IS_FULL) !== 0 || nameEnd - at > LONGEST_KEY)) {
            return UNDECIDED
          }
          if (!noteName(block, at - slab, nameEnd - at)) return STOP_NAMES
        }
      }
    }
    if (key !== NO_KEY) {
      let valueEnd = end
      if (
        quoteSize > 0 &&
        end - value >= 2 * quoteSize &&
        hasTextAt(quote, value, end) &&
        hasTextAt(quote, end - quoteSize, end)
      ) {
        value += quoteSize
        valueEnd -= quoteSize
      }
      if (run === lastRun) return STOP_RUNS
      store<u32>(run, key)
      store<u32>(run, 0, RUN_FORM)
      store<u32>(run, value - slab, RUN_OFFSET)
      store<u32>(run, valueEnd - value, RUN_LENGTH)
      run += RUN_SIZE
    }
    if (end === to) break
    at = end + delimiterSize
  }
  if (load<u32>(block, NAME_COUNT) !== 0) return STOP_NAMES
  store<u32>(block, <u32>((run - firstRun) / RUN_SIZE), ADDED)
  store<u32>(block, load<u32>(block, TEXT), NEW_TEXT)
  return result
}

/** Where a text stands first in [from, to), or `to`. */
function textFrom(text: usize, from: usize, to: usize): usize {
  const first = i8x16.splat(load<i8>(text, 4))
  const isByte = load<u32>(text) === 1
  for (let at = from; at < to; at += 16) {
    let found = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), first))
    while (found !== 0) {
      const place = at + <usize>ctz(found)
      if (place >= to) return to
      if (isByte || hasTextAt(text, place, to)) return place
      found &= found - 1
    }
  }
  return to
}

/**
 * The end of the pair at a position, which is `end` unless a quote was opened in front of it: then the first one behind the
 * quote that closes it.
 */
function endOfQuoted(
  quote: usize,
  opening: usize,
  delimiter: usize,
  at: usize,
  end: usize,
  to: usize,
): usize {
  const size = <usize>load<u32>(quote)
  if (end - at >= size && hasTextAt(quote, end - size, end)) return end
  if (!hasTextAt(quote, at, end)) {
    const opened = textFrom(opening, at, end)
    if (opened === at || opened === end) return end
  }
  let close = textFrom(quote, end + 1, to)
  while (size === 1 && close < to && load<u16>(close - 2) === SPACE_BACKSLASH) {
    close = textFrom(quote, close + 1, to)
  }
  return close < to ? textFrom(delimiter, close + size, to) : end
}
