import type { CodePointSet } from './code-point-set.ts'
import { clipSet, setOf, singleCodePoint, unionSets } from './code-point-set.ts'
import { codePointsWith } from './unicode-classes.ts'

const LONG_S = 0x17f
const KELVIN_SIGN = 0x212a

/** Adds the other case of every ASCII letter, and of nothing else: Boost over bytes in the C locale. */
export function foldAscii(set: CodePointSet): CodePointSet {
  const upper = clipSet(set, 0x41, 0x5a).map(([from, to]) => [from + 32, to + 32] as const)
  const lower = clipSet(set, 0x61, 0x7a).map(([from, to]) => [from - 32, to - 32] as const)
  return setOf(...set, ...upper, ...lower)
}

/**
 * Adds every code point that Unicode's simple case folding equates with one of the set, as RE2 does.
 * One folder serves one expression: the list of cased code points is made at most once.
 */
export class UnicodeCaseFolder {
  #cased: readonly number[] | undefined

  fold(set: CodePointSet): CodePointSet {
    const last = set.at(-1)
    return last === undefined || last[1] < 0x80 ? foldAsciiLetters(set) : this.#foldAny(set)
  }

  #foldAny(set: CodePointSet): CodePointSet {
    this.#cased ??= codePointsWith('Changes_When_Casemapped').flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index),
    )
    const members = this.#cased.filter((codePoint) => clipSet(set, codePoint, codePoint).length > 0)
    if (members.length === 0) return set
    const list = members.map((codePoint) => `\\u{${codePoint.toString(16)}}`).join('')
    const sameFold = new RegExp(`[${list}]`, 'iu')
    const added = this.#cased.filter((codePoint) => sameFold.test(String.fromCodePoint(codePoint)))
    return unionSets(set, setOf(...added.map((codePoint) => [codePoint, codePoint] as const)))
  }
}

function foldAsciiLetters(set: CodePointSet): CodePointSet {
  const folded = foldAscii(set)
  const withK = clipSet(folded, 0x6b, 0x6b).length > 0 ? singleCodePoint(KELVIN_SIGN) : []
  const withS = clipSet(folded, 0x73, 0x73).length > 0 ? singleCodePoint(LONG_S) : []
  return setOf(...folded, ...withK, ...withS)
}
