// Classes of characters and texts of one-pass programs: packages/kernels/src/wasm/extract.ts writes the tables.

/** Bytes of a class: table of stops, mask of high stops, whether high bytes leave it open, and at 32 a byte for each byte. */
const CLASS_SIZE: usize = 288
const HIGH_STOPS: usize = 16
const HIGH_UNKNOWN: usize = 20
const MEMBERS: usize = 32

export const OUT: u32 = 0
export const UNKNOWN_MEMBER: u32 = 2

/** Instead of a position: it does not match, or bytes alone do not tell. Positions are never that low. */
export const FAILED: usize = 0
export const UNKNOWN: usize = 1

const LOW_NIBBLE = i8x16.splat(0x0f)
const ZERO = i8x16.splat(0)
/** The bit of each upper half of an ASCII character. */
const BITS = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0)

export function classAt(classes: usize, index: u32): usize {
  return classes + <usize>index * CLASS_SIZE
}

/** Whether a byte begins a character of the class. */
export function memberAt(charClass: usize, at: usize): u32 {
  return load<u8>(charClass + <usize>load<u8>(at), MEMBERS)
}

/**
 * The end of the run of a class between two positions. The table of stops has, for the lower half of each ASCII character,
 * the bits of the upper halves with which it is not in the class.
 */
export function endOfRun(charClass: usize, from: usize, to: usize): usize {
  const stops = v128.load(charClass)
  const highStops = load<u32>(charClass, HIGH_STOPS)
  for (let at = from; at < to; at += 16) {
    const vector = v128.load(at)
    const upper = v128.and(i16x8.shr_u(vector, 4), LOW_NIBBLE)
    const hits = v128.and(
      i8x16.swizzle(stops, v128.and(vector, LOW_NIBBLE)),
      i8x16.swizzle(BITS, upper),
    )
    const found =
      (i8x16.bitmask(i8x16.eq(hits, ZERO)) ^ 0xffff) | (i8x16.bitmask(vector) & highStops)
    if (found === 0) continue
    const end = at + <usize>ctz(found)
    if (end >= to) return to
    if (load<u32>(charClass, HIGH_UNKNOWN) !== 0 && load<u8>(end) >= 0x80) return UNKNOWN
    return end
  }
  return to
}

/** The first byte between two positions that begins, or may begin, a character of the class; `to` when none does. */
export function startOfRun(charClass: usize, from: usize, to: usize): usize {
  const stops = v128.load(charClass)
  const isUnknown = load<u32>(charClass, HIGH_UNKNOWN) !== 0
  const highOut = isUnknown ? 0 : load<u32>(charClass, HIGH_STOPS)
  for (let at = from; at < to; at += 16) {
    const vector = v128.load(at)
    const upper = v128.and(i16x8.shr_u(vector, 4), LOW_NIBBLE)
    const outside = v128.and(
      i8x16.swizzle(stops, v128.and(vector, LOW_NIBBLE)),
      i8x16.swizzle(BITS, upper),
    )
    const found = i8x16.bitmask(i8x16.eq(outside, ZERO)) & ~(i8x16.bitmask(vector) & highOut)
    if (found === 0) continue
    const start = at + <usize>ctz(found)
    return start < to ? start : to
  }
  return to
}

/** The end of at most `max` characters of a class; FAILED for fewer than `min`. */
export function countOf(charClass: usize, min: u32, max: u32, from: usize, to: usize): usize {
  let at = from
  for (let count: u32 = 0; count < max; count++) {
    const member = at === to ? OUT : memberAt(charClass, at)
    if (member === UNKNOWN_MEMBER) return UNKNOWN
    if (member === OUT) return count < min ? FAILED : at
    at = nextCharacter(at, to)
    if (at === UNKNOWN) return UNKNOWN
  }
  return at
}

/** The end of the valid character of UTF-8 at a position (Unicode standard, table 3-7), else UNKNOWN. */
export function nextCharacter(at: usize, to: usize): usize {
  const lead = <u32>load<u8>(at)
  if (lead < 0x80) return at + 1
  if (lead < 0xc2 || lead > 0xf4) return UNKNOWN
  const length: usize = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  if (length > to - at) return UNKNOWN
  for (let index: usize = 1; index < length; index++) {
    if ((load<u8>(at + index) & 0xc0) !== 0x80) return UNKNOWN
  }
  const second = load<u8>(at, 1)
  if (lead === 0xe0 && second < 0xa0) return UNKNOWN
  if (lead === 0xed && second >= 0xa0) return UNKNOWN
  if (lead === 0xf0 && second < 0x90) return UNKNOWN
  if (lead === 0xf4 && second >= 0x90) return UNKNOWN
  return at + length
}

/** Whether a text, which is its length and then its bytes, stands at a position. */
export function hasTextAt(text: usize, at: usize, to: usize): bool {
  const length = <usize>load<u32>(text)
  if (length > to - at) return false
  let index: usize = 0
  for (; index + 4 <= length; index += 4) {
    if (load<u32>(text + index, 4) !== load<u32>(at + index)) return false
  }
  for (; index < length; index++) {
    if (load<u8>(text + index, 4) !== load<u8>(at + index)) return false
  }
  return true
}

/** The bytes that a text takes in a program. */
export function sizeOfText(text: usize): usize {
  return 4 + ((<usize>load<u32>(text) + 3) & ~3)
}
