import type { ByteSet } from './byte-set.ts'
import { ANY_BYTE, NO_BYTES, hasAll, joinBytes, onlyByte } from './byte-set.ts'

/** What is known about everything from a step to the end of the program; what is not known is left out. */
export interface Outlook {
  /** What a match that consumes may begin with. */
  readonly first: ByteSet
  /** Matches nothing at the end of the value. */
  readonly emptyAtEnd: boolean
  /** Matches wherever it is tried. */
  readonly sure: boolean
  /** Matches nothing, elsewhere than at the end too; then it is `sure`. */
  readonly emptyAnywhere: boolean
  /** Matches wherever one of these comes next. */
  readonly certain?: ByteSet | undefined
  /** Characters that may be added in front of what it matches. */
  readonly absorbs?: ByteSet | undefined
  /** It begins with exactly one character of `set`, or with `byte`; `after` is what follows. */
  readonly lead?: {
    readonly set: ByteSet
    readonly byte: number | undefined
    readonly after: Outlook
  }
  /** It matches this many bytes, up to the end of the value. */
  readonly tail?: number | undefined
  /** It always ends at the end of the value; these are the characters it can consume. */
  readonly toEnd?: ByteSet | undefined
  /** It is a run of these ASCII characters, of any length, up to the end of the value. */
  readonly trims?: ByteSet | undefined
}

/** At the end of a search: whatever the match ends at. */
export const AT_ONCE: Outlook = {
  first: NO_BYTES,
  emptyAtEnd: true,
  sure: true,
  emptyAnywhere: true,
}

/** At the end of the value. */
export const AT_END: Outlook = {
  first: NO_BYTES,
  emptyAtEnd: true,
  sure: false,
  emptyAnywhere: false,
  tail: 0,
  toEnd: NO_BYTES,
  trims: NO_BYTES,
}

/** Whether what is ahead, if it matches somewhere, matches too with characters of `set` in front. */
export function absorbsAll(ahead: Outlook, set: ByteSet): boolean {
  return ahead.sure || (ahead.absorbs !== undefined && hasAll(ahead.absorbs, set))
}

/** One byte of a literal, and then `ahead`. */
export function afterByte(set: ByteSet, byte: number | undefined, ahead: Outlook): Outlook {
  return {
    first: set,
    emptyAtEnd: false,
    sure: false,
    emptyAnywhere: false,
    certain: ahead.sure ? set : undefined,
    lead: { set, byte, after: ahead },
    tail:
      ahead.tail === undefined || (byte === undefined && set.high !== 'none')
        ? undefined
        : ahead.tail + 1,
    toEnd: ahead.toEnd && joinBytes(ahead.toEnd, set),
  }
}

/** `count` characters of a set, at least one, and then `ahead`. */
export function afterCount(set: ByteSet, count: number, ahead: Outlook): Outlook {
  const last = afterByte(set, onlyByte(set), ahead)
  if (count === 1) return last
  const { tail } = ahead
  const counted: Outlook = {
    first: set,
    emptyAtEnd: false,
    sure: false,
    emptyAnywhere: false,
    tail: tail === undefined || set.high !== 'none' ? undefined : tail + count - 1,
    toEnd: last.toEnd,
  }
  return afterByte(set, onlyByte(set), counted)
}

/** `min` to `max` characters of a set, which are not the same, and then `ahead`. */
export function afterRepeat(set: ByteSet, min: number, max: number, ahead: Outlook): Outlook {
  const toEnd = ahead.toEnd && joinBytes(ahead.toEnd, set)
  if (min > 0) {
    const rest: Outlook =
      min === 1
        ? afterRepeat(set, 0, max - 1, ahead)
        : { first: set, emptyAtEnd: false, sure: false, emptyAnywhere: false, toEnd }
    const outlook = afterByte(set, onlyByte(set), { ...rest, toEnd })
    return max === Infinity ? { ...outlook, absorbs: set } : outlook
  }
  const endless = max === Infinity
  const takesAll = endless && hasAll(set, ANY_BYTE)
  return {
    first: joinBytes(set, ahead.first),
    emptyAtEnd: ahead.emptyAtEnd,
    sure: ahead.sure || (takesAll && ahead.emptyAtEnd),
    emptyAnywhere: ahead.emptyAnywhere,
    certain: ahead.certain,
    absorbs: endless ? absorbedBefore(set, ahead) : undefined,
    toEnd,
    ...(endless && ahead.tail === 0 && set.high === 'none' ? { trims: set } : {}),
  }
}

function absorbedBefore(set: ByteSet, { absorbs }: Outlook): ByteSet {
  return absorbs !== undefined && hasAll(absorbs, set) ? absorbs : set
}

/** What begins as either of two does. */
export function either(a: Outlook, b: Outlook): Outlook {
  return {
    first: joinBytes(a.first, b.first),
    emptyAtEnd: a.emptyAtEnd || b.emptyAtEnd,
    sure: a.sure || b.sure,
    emptyAnywhere: a.emptyAnywhere || b.emptyAnywhere,
    certain: joinBytes(a.certain ?? NO_BYTES, b.certain ?? NO_BYTES),
    toEnd: a.toEnd && b.toEnd && joinBytes(a.toEnd, b.toEnd),
  }
}
