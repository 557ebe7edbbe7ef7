import type { CodePointSet } from './code-point-set.ts'
import { clipSet, setOf, setsIntersect, singleCodePoint, unionSets } from './code-point-set.ts'
import { codePointsWith } from './unicode-classes.ts'

const LONG_S = 0x17f
const KELVIN_SIGN = 0x212a

/** Adds the other case of every ASCII letter, and of nothing else: Boost over bytes in the C locale. */
export function foldAscii(set: CodePointSet): CodePointSet {
  const upper = clipSet(set, 0x41, 0x5a).map(([from, to]) => [from + 32, to + 32] as const)
  const lower = clipSet(set, 0x61, 0x7a).map(([from, to]) => [from - 32, to - 32] as const)
  return setOf([...set, ...upper, ...lower])
}

/**
 * Adds every code point that Unicode's simple case folding equates with one of the set, as RE2 does.
 * One folder serves one expression, so that nothing is worked out twice for it.
 */
export class UnicodeCaseFolder {
  readonly #folded = new Map<CodePointSet, CodePointSet>()
  #cased: CodePointSet | undefined

  fold(set: CodePointSet): CodePointSet {
    const last = set.at(-1)
    if (last === undefined || last[1] < 0x80) return foldAsciiOnly(set)
    const known = this.#folded.get(set)
    if (known !== undefined) return known
    const folded = this.#foldAny(set)
    this.#folded.set(set, folded)
    return folded
  }

  #foldAny(set: CodePointSet): CodePointSet {
    this.#cased ??= codePointsWith('Changes_When_Casemapped')
    if (!setsIntersect(set, this.#cased)) return set
    const members = this.#cased.flatMap(([from, to]) => clipSet(set, from, to))
    const list = members.map((range) => range.map(escape).join('-')).join('')
    const sameFold = new RegExp(`[${list}]`, 'iu')
    const added = this.#cased
      .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
      .filter((codePoint) => sameFold.test(String.fromCodePoint(codePoint)))
    return unionSets(set, setOf(added.flatMap(singleCodePoint)))
  }
}

/** The two folds that lead out of ASCII need no table. */
function foldAsciiOnly(set: CodePointSet): CodePointSet {
  const folded = foldAscii(set)
  const withK = clipSet(folded, 0x6b, 0x6b).length > 0 ? singleCodePoint(KELVIN_SIGN) : []
  const withS = clipSet(folded, 0x73, 0x73).length > 0 ? singleCodePoint(LONG_S) : []
  return setOf([...folded, ...withK, ...withS])
}

function escape(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`
}
