const QUOTE = i8x16.splat(0x22)
const BACKSLASH = i8x16.splat(0x5c)
const SPACE = i8x16.splat(0x20)

/** U+FFFD in UTF-8, little-endian. */
const REPLACEMENT: u32 = 0xbd_bf_ef

/**
 * Writes the text at [from, end) as JSON has it between quotes: RFC 8259 section 7, with the short escapes where there
 * is one; each invalid sequence of UTF-8 as U+FFFD. Returns the end of what was written, at most six times as much.
 *
 * Reads up to 31 bytes behind `end` and writes up to 31 behind what it returns.
 */
export function writeJsonText(to: usize, from: usize, end: usize): usize {
  let at = from
  let out = to
  while (at < end) {
    // Two vectors at once: most values end within them, and a branch that guesses wrong costs more than a vector.
    const first = v128.load(at)
    const second = v128.load(at, 16)
    v128.store(out, first)
    v128.store(out, second, 16)
    const firstSpecials = specialsOf(first)
    const secondSpecials = specialsOf(second)
    const left = end - at
    if (!v128.any_true(v128.or(firstSpecials, secondSpecials))) {
      if (left <= 32) return out + left
      at += 32
      out += 32
      continue
    }
    const specials = i8x16.bitmask(firstSpecials) | (i8x16.bitmask(secondSpecials) << 16)
    const plain = <usize>ctz(specials)
    if (plain >= left) return out + left
    at += plain
    out += plain
    const byte = load<u8>(at)
    if (byte < 0x80) {
      out += writeEscape(out, byte)
      at++
      continue
    }
    // Characters of several bytes are seldom alone.
    do {
      const word =
        at + 4 <= end ? load<u32>(at) : load<u32>(at) & (0xff_ffff >> ((<u32>(at + 3 - end)) << 3))
      const size = sequenceSize(word)
      if (size > 0) {
        store<u32>(out, word)
        out += size
        at += size
      } else {
        store<u32>(out, REPLACEMENT)
        out += 3
        at += invalidSize(word)
      }
    } while (at < end && load<u8>(at) >= 0x80)
  }
  return out
}

/** Where the vector has a byte that is not written as it is, or may not be. */
function specialsOf(vector: v128): v128 {
  // Signed, less than a space are the control characters and all bytes from 0x80 on.
  return v128.or(
    i8x16.lt_s(vector, SPACE),
    v128.or(i8x16.eq(vector, QUOTE), i8x16.eq(vector, BACKSLASH)),
  )
}

/** Writes `"`, `\` or a control character escaped; returns the number of bytes. */
function writeEscape(to: usize, byte: u32): usize {
  if (byte >= 0x20) {
    store<u16>(to, 0x5c | (byte << 8))
    return 2
  }
  // `b`, `t`, `n`, nothing, `f`, `r` for 8 to 13
  const letter =
    byte >= 8 && byte <= 13 ? <u32>(<u64>0x72_66_00_6e_74_62 >> ((byte - 8) << 3)) & 0xff : 0
  if (letter !== 0) {
    store<u16>(to, 0x5c | (letter << 8))
    return 2
  }
  const digit = byte & 15
  // `\u00`, little-endian
  store<u32>(to, 0x3030_755c)
  store<u8>(to, 0x30 + (byte >> 4), 4)
  store<u8>(to, digit < 10 ? 0x30 + digit : 0x57 + digit, 5)
  return 6
}

/**
 * Length of the sequence that the word, its bytes little-endian, begins with; 0 when it is not valid (Unicode 16.0,
 * table 3-7). The first byte is at least 0x80.
 */
function sequenceSize(word: u32): usize {
  if ((word & 0xc0_c0_f0) === 0x80_80_e0) {
    // Neither a longer form than needed (e0, second below a0) nor half a surrogate pair (ed, second from a0 on).
    const bits = word & 0x20_0f
    return bits !== 0 && bits !== 0x20_0d ? 3 : 0
  }
  if ((word & 0xc0_e0) === 0x80_c0) return (word & 0x1e) !== 0 ? 2 : 0
  if ((word & 0xc0_c0_c0_f8) !== 0x80_80_80_f0) return 0
  // From U+10000 to U+10FFFF: the three low bits of the first byte and the next two.
  const plane = ((word & 7) << 2) | ((word >> 12) & 3)
  return plane >= 1 && plane <= 16 ? 4 : 0
}

/**
 * How many bytes one U+FFFD stands for: the longest beginning of a valid sequence, or one byte (Unicode 16.0, section
 * 3.9, "maximal subpart", as the Encoding standard asks). The word begins with no valid sequence.
 */
function invalidSize(word: u32): usize {
  const first = word & 0xff
  const second = (word >> 8) & 0xff
  if (first < 0xe0 || first > 0xf4) return 1
  const least: u32 = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const most: u32 = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < least || second > most) return 1
  return first >= 0xf0 && (word & 0xc0_00_00) === 0x80_00_00 ? 3 : 2
}
