import type { CodePointSet } from '../regex/code-point-set.ts'
import { MAX_CODE_POINT, clipSet, setCovers, setOf } from '../regex/code-point-set.ts'
import { setSource } from '../regex/set-source.ts'

/** A set of characters as far as the first byte of their UTF-8 tells them apart. */
export interface ByteSet {
  /** Bit n is set when the set has the ASCII character n. */
  readonly ascii: bigint
  /** Which characters outside ASCII it has; U+FFFD, which invalid bytes stand for, is one of them. */
  readonly high: 'none' | 'some' | 'all'
}

const ALL_ASCII = (1n << 128n) - 1n

export const NO_BYTES: ByteSet = { ascii: 0n, high: 'none' }
export const ANY_BYTE: ByteSet = { ascii: ALL_ASCII, high: 'all' }

export function byteSetOf(set: CodePointSet): ByteSet {
  let ascii = 0n
  for (const [from, to] of clipSet(set, 0, 0x7f)) {
    for (let code = from; code <= to; code++) ascii |= 1n << BigInt(code)
  }
  return { ascii, high: highPart(set) }
}

/** Surrogates stand for no character of a well-formed text, so it does not matter whether they are in. */
function highPart(set: CodePointSet): ByteSet['high'] {
  const isAll = setCovers(set, 0x80, 0xd7ff) && setCovers(set, 0xe000, MAX_CODE_POINT)
  if (isAll) return 'all'
  return set.some(([, to]) => to >= 0x80) ? 'some' : 'none'
}

/** The set of what begins with one byte. */
export function singleByte(byte: number): ByteSet {
  return byte < 0x80 ? { ascii: 1n << BigInt(byte), high: 'none' } : { ascii: 0n, high: 'some' }
}

export function joinBytes(a: ByteSet, b: ByteSet): ByteSet {
  const high = a.high === 'all' || b.high === 'all' ? 'all' : a.high === 'none' ? b.high : a.high
  return { ascii: a.ascii | b.ascii, high }
}

export function withoutBytes(a: ByteSet, b: ByteSet): ByteSet {
  const high = b.high === 'none' || a.high === 'none' ? a.high : b.high === 'all' ? 'none' : 'some'
  return { ascii: a.ascii & (ALL_ASCII ^ b.ascii), high }
}

/** What is surely or perhaps in both. */
export function sharedBytes(a: ByteSet, b: ByteSet): ByteSet {
  const high = a.high === 'none' || b.high === 'none' ? 'none' : a.high === 'all' ? b.high : a.high
  return { ascii: a.ascii & b.ascii, high }
}

/** Whether a character might be in both. */
export function mayMeet(a: ByteSet, b: ByteSet): boolean {
  return (a.ascii & b.ascii) !== 0n || (a.high !== 'none' && b.high !== 'none')
}

/** Whether every character of `b` is in `a`. */
export function hasAll(a: ByteSet, b: ByteSet): boolean {
  return (b.ascii & (ALL_ASCII ^ a.ascii)) === 0n && (b.high === 'none' || a.high === 'all')
}

export function hasByte(set: ByteSet, byte: number): boolean {
  return ((set.ascii >> BigInt(byte)) & 1n) === 1n
}

/** The only byte of a set, if it has only one. */
export function onlyByte(set: ByteSet): number | undefined {
  if (set.high !== 'none' || set.ascii === 0n || (set.ascii & (set.ascii - 1n)) !== 0n)
    return undefined
  return set.ascii.toString(2).length - 1
}

/** The set as a class of a regular expression, its characters outside ASCII left out unless it has all. */
export function describeBytes(set: ByteSet): string {
  const codes = Array.from({ length: 0x80 }, (_, code) => code).filter((code) => hasByte(set, code))
  const ranges = setOf(codes.map((code) => [code, code]))
  if (set.high !== 'all') return setSource(ranges, false)
  return setSource(setOf([...ranges, [0x80, MAX_CODE_POINT]]), true)
}
