import { Membership } from './program.ts'

/** Instead of a position: it does not match. */
export const FAILED = -1
/** Instead of a position: bytes alone do not tell. */
export const UNKNOWN = -2

/** The end of the run of a class, whose table is at `table`, between two positions. */
export function endOfRun(
  classes: Uint8Array,
  table: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  for (let at = from; at < to; at++) {
    const member = classes[table + bytes[at]!]!
    if (member !== Membership.in) return member === Membership.out ? at : UNKNOWN
  }
  return to
}

/** The end of at most `max` characters of a class; FAILED for fewer than `min`. */
export function countOf(
  classes: Uint8Array,
  table: number,
  min: number,
  max: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let at = from
  for (let count = 0; count < max; count++) {
    const member = at === to ? Membership.out : classes[table + bytes[at]!]!
    if (member === Membership.unknown) return UNKNOWN
    if (member === Membership.out) return count < min ? FAILED : at
    at = nextCharacter(bytes, at, to)
    if (at < 0) return UNKNOWN
  }
  return at
}

/**
 * The end of the character of UTF-8 that starts at `at`. UNKNOWN for a sequence that is not valid: how many U+FFFD stand
 * for such bytes is not decided here. The table of valid sequences is 3-7 of the Unicode standard, chapter 3.9.
 */
export function nextCharacter(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!
  if (lead < 0x80) return at + 1
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  if (length === 0 || length > end - at) return UNKNOWN
  for (let index = 1; index < length; index++) {
    if ((bytes[at + index]! & 0xc0) !== 0x80) return UNKNOWN
  }
  const second = bytes[at + 1]!
  const isValid =
    lead === 0xe0
      ? second >= 0xa0
      : lead === 0xed
        ? second < 0xa0
        : lead === 0xf0
          ? second >= 0x90
          : lead !== 0xf4 || second < 0x90
  return isValid ? at + length : UNKNOWN
}

/** Whether the text of an instruction, whose length is at `code[text]`, stands at a position. */
export function hasTextAt(
  code: Int32Array,
  text: number,
  bytes: Uint8Array,
  at: number,
  end: number,
): boolean {
  const length = code[text]!
  if (length > end - at) return false
  for (let index = 0; index < length; index++) {
    const byte = (code[text + 1 + (index >> 2)]! >>> (8 * (index & 3))) & 0xff
    if (bytes[at + index] !== byte) return false
  }
  return true
}

/** The last position between two, both included, where the text of an instruction stands. */
export function lastText(
  code: Int32Array,
  text: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  end: number,
): number {
  for (let at = to; at >= from; at--) {
    if (hasTextAt(code, text, bytes, at, end)) return at
  }
  return FAILED
}
