import { FAILED } from './match-bytes'

// Strict JSON, RFC 8259. Functions that find an end give FAILED when what they look for is not there. They may look, and
// find an end, up to a vector behind `to`: callers compare.

export const QUOTE: u32 = 0x22
export const COMMA: u32 = 0x2c
export const COLON: u32 = 0x3a
export const BACKSLASH: u32 = 0x5c
export const OPEN_BRACKET: u32 = 0x5b
export const OPEN_BRACE: u32 = 0x7b
export const CLOSE_BRACE: u32 = 0x7d
export const SPACE: u32 = 0x20

/** Instead of an end: nested deeper than there are bits to remember it. */
export const TOO_DEEP: usize = 1
const DEEPEST: u32 = 64

const QUOTES = i8x16.splat(0x22)
const BACKSLASHES = i8x16.splat(0x5c)
const SPACES = i8x16.splat(0x20)
const ZEROS = i8x16.splat(0x30)
const TEN = i8x16.splat(10)

/** Behind the white space that begins at a position. */
export function skipSpace(from: usize, to: usize): usize {
  let at = from
  while (at < to) {
    const byte = <u32>load<u8>(at)
    if (byte > SPACE || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break
    at++
  }
  return at
}

/** The first quote, backslash or control character of a string, if it is in front of `to`. */
export function endOfPlain(from: usize, to: usize): usize {
  for (let at = from; at < to; at += 16) {
    const vector = v128.load(at)
    const found = i8x16.bitmask(
      v128.or(
        i8x16.lt_u(vector, SPACES),
        v128.or(i8x16.eq(vector, QUOTES), i8x16.eq(vector, BACKSLASHES)),
      ),
    )
    if (found === 0) continue
    const end = at + <usize>ctz(found)
    return end < to ? end : FAILED
  }
  return FAILED
}

/** The closing quote of a string whose inside begins at a position. */
export function endOfString(from: usize, to: usize): usize {
  let at = from
  while (true) {
    at = endOfPlain(at, to)
    if (at === FAILED) return FAILED
    const byte = <u32>load<u8>(at)
    if (byte === QUOTE) return at
    if (byte !== BACKSLASH) return FAILED
    at = endOfEscape(at, to)
    if (at === FAILED) return FAILED
  }
}

/** Behind the escape at a position. */
function endOfEscape(at: usize, to: usize): usize {
  if (at + 1 >= to) return FAILED
  const letter = <u32>load<u8>(at, 1)
  if (letter !== 0x75) return unescaped(letter) === 0 ? FAILED : at + 2
  if (at + 6 > to) return FAILED
  for (let digit = at + 2; digit < at + 6; digit++) {
    const byte = <u32>load<u8>(digit)
    const lower = byte | 0x20
    if (!((byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66))) return FAILED
  }
  return at + 6
}

/** What a letter behind a backslash stands for; 0 for none. */
function unescaped(letter: u32): u32 {
  if (letter === QUOTE || letter === BACKSLASH || letter === 0x2f) return letter
  if (letter === 0x6e) return 0x0a
  if (letter === 0x74) return 0x09
  if (letter === 0x72) return 0x0d
  if (letter === 0x62) return 0x08
  return letter === 0x66 ? 0x0c : 0
}

/**
 * Writes the string at [from, to), which is valid, without escapes; half a surrogate pair as U+FFFD. Returns the end of
 * what was written, which is never longer. Writes up to a vector behind that.
 */
export function unescape(from: usize, to: usize, out: usize): usize {
  let at = from
  let end = out
  while (at < to) {
    const vector = v128.load(at)
    v128.store(end, vector)
    const plain = <usize>ctz(i8x16.bitmask(i8x16.eq(vector, BACKSLASHES)) | 0x1_0000)
    if (plain >= to - at) return end + (to - at)
    at += plain
    end += plain
    if (plain === 16) continue
    const letter = <u32>load<u8>(at, 1)
    if (letter !== 0x75) {
      store<u8>(end++, unescaped(letter))
      at += 2
      continue
    }
    let character = hexadecimal(load<u32>(at, 2))
    at += 6
    if ((character & 0xf800) === 0xd800) {
      const isPair = character < 0xdc00 && to - at >= 6 && load<u16>(at) === 0x755c
      const second = isPair ? hexadecimal(load<u32>(at, 2)) : 0
      if ((second & 0xfc00) === 0xdc00) {
        character = 0x1_0000 + ((character & 0x3ff) << 10) + (second & 0x3ff)
        at += 6
      } else {
        character = 0xfffd
      }
    }
    end = writeCharacter(end, character)
  }
  return end
}

/** The value of four digits, the first one lowest. */
function hexadecimal(digits: u32): u32 {
  // Letters have bit 6: nine more than their low half.
  const values = (digits & 0x0f0f_0f0f) + ((digits >> 6) & 0x0101_0101) * 9
  return ((values & 0xff) << 12) | (values & 0xff00) | ((values >> 12) & 0xf0) | (values >> 24)
}

/** Writes a character in UTF-8; returns its end. */
function writeCharacter(out: usize, character: u32): usize {
  if (character < 0x80) {
    store<u8>(out, character)
    return out + 1
  }
  const last = 0x80 | (character & 0x3f)
  if (character < 0x800) {
    store<u16>(out, 0xc0 | (character >> 6) | (last << 8))
    return out + 2
  }
  const third = 0x80 | ((character >> 6) & 0x3f)
  if (character < 0x1_0000) {
    store<u16>(out, 0xe0 | (character >> 12) | (third << 8))
    store<u8>(out, last, 2)
    return out + 3
  }
  const second = 0x80 | ((character >> 12) & 0x3f)
  store<u32>(out, 0xf0 | (character >> 18) | (second << 8) | (third << 16) | (last << 24))
  return out + 4
}

/** Behind the digits that begin at a position. */
function endOfDigits(from: usize, to: usize): usize {
  for (let at = from; at < to; at += 16) {
    const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(at), ZEROS), TEN))
    if (digits !== 0xffff) return at + <usize>ctz(~digits)
  }
  return to
}

/** Behind the number, `true`, `false` or `null` at a position. */
export function endOfScalar(from: usize, to: usize): usize {
  let at = from
  let byte = <u32>load<u8>(at)
  if (byte > 0x39) return endOfLiteral(at)
  if (byte === 0x2d) at++
  let end = endOfDigits(at, to)
  if (end <= at || (end > at + 1 && load<u8>(at) === 0x30)) return FAILED
  byte = <u32>load<u8>(end)
  if (byte === 0x2e) {
    at = end + 1
    end = endOfDigits(at, to)
    if (end <= at) return FAILED
    byte = <u32>load<u8>(end)
  }
  if ((byte | 0x20) === 0x65) {
    at = end + 1
    byte = <u32>load<u8>(at)
    if (byte === 0x2b || byte === 0x2d) at++
    end = endOfDigits(at, to)
    if (end <= at) return FAILED
  }
  return end
}

function endOfLiteral(at: usize): usize {
  const word = load<u32>(at)
  // `true`, `null`, and `fals`, little-endian
  if (word === 0x6575_7274 || word === 0x6c6c_756e) return at + 4
  return word === 0x736c_6166 && load<u8>(at, 4) === 0x65 ? at + 5 : FAILED
}

/** Behind the object or array at a position. */
export function endOfNested(from: usize, to: usize): usize {
  // One bit for each level, the innermost lowest: 1 for an object.
  let kinds: u64 = 0
  let depth: u32 = 0
  let at = from
  while (true) {
    const byte = <u32>load<u8>(at)
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > DEEPEST) return TOO_DEEP
      const isObject = byte === OPEN_BRACE
      kinds = (kinds << 1) | <u64>isObject
      at = skipSpace(at + 1, to)
      if (at >= to) return FAILED
      // Closing brackets come two behind the opening ones.
      if (<u32>load<u8>(at) !== byte + 2) {
        if (isObject) at = endOfName(at, to)
        if (at === FAILED) return FAILED
        continue
      }
      at++
      depth--
      kinds >>= 1
    } else if (byte === QUOTE) {
      at = endOfString(at + 1, to)
      if (at === FAILED) return FAILED
      at++
    } else {
      at = endOfScalar(at, to)
      if (at === FAILED) return FAILED
    }
    while (true) {
      if (depth === 0) return at
      at = skipSpace(at, to)
      if (at >= to) return FAILED
      const next = <u32>load<u8>(at++)
      const isObject = (kinds & 1) !== 0
      if (next === COMMA) {
        at = skipSpace(at, to)
        if (at < to && isObject) at = endOfName(at, to)
        if (at >= to || at === FAILED) return FAILED
        break
      }
      if (next !== (isObject ? CLOSE_BRACE : OPEN_BRACKET + 2)) return FAILED
      depth--
      kinds >>= 1
    }
  }
}

/** Where the value begins whose name is at a position. */
function endOfName(from: usize, to: usize): usize {
  if (<u32>load<u8>(from) !== QUOTE) return FAILED
  const end = endOfString(from + 1, to)
  if (end === FAILED) return FAILED
  const colon = skipSpace(end + 1, to)
  if (colon >= to || <u32>load<u8>(colon) !== COLON) return FAILED
  const at = skipSpace(colon + 1, to)
  return at < to ? at : FAILED
}
