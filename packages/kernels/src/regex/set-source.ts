import type { CodePointRange, CodePointSet } from './code-point-set.ts'
import { MAX_CODE_POINT, clipSet, negateSet, setOf } from './code-point-set.ts'

const ESCAPES: Readonly<Record<number, string>> = {
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
}
const SURROGATES: CodePointRange = [0xd800, 0xdfff]

/**
 * Writes a set for a RegExp without flags, in which a code point above U+FFFF is two units. What it
 * matches is whole code points of well-formed text, unless `codeUnits` asks for units.
 */
export function setSource(set: CodePointSet, codeUnits: boolean): string {
  const units = [...clipSet(set, 0, 0xd7ff), ...clipSet(set, 0xe000, 0xffff)]
  if (codeUnits) return classSource(setOf([...units, SURROGATES]))
  const pairs = pairSources(clipSet(set, 0x10000, MAX_CODE_POINT))
  if (pairs.length === 0) return classSource(units)
  const alternatives = units.length > 0 ? [classSource(units), ...pairs] : pairs
  return `(?:${alternatives.join('|')})`
}

function classSource(units: CodePointSet): string {
  const [first] = units
  if (units.length === 1 && first !== undefined && first[0] === first[1]) {
    return escapeUnit(first[0], /[\^$\\.*+?()[\]{}|/]/)
  }
  const last = units.at(-1)
  if (last !== undefined && last[1] === 0xffff) {
    return `[^${rangesSource(clipSet(negateSet(units), 0, 0xffff))}]`
  }
  return `[${rangesSource(units)}]`
}

function rangesSource(set: CodePointSet): string {
  const escape = (unit: number) => escapeUnit(unit, /[\\\]^[-]/)
  return set
    .map(([from, to]) => {
      if (from === to) return escape(from)
      return escape(from) + (to > from + 1 ? '-' : '') + escape(to)
    })
    .join('')
}

function escapeUnit(unit: number, special: RegExp): string {
  const named = ESCAPES[unit]
  if (named !== undefined) return named
  if (unit < 0x20 || unit > 0x7e) return `\\u${unit.toString(16).padStart(4, '0')}`
  const character = String.fromCharCode(unit)
  return special.test(character) ? `\\${character}` : character
}

/** One alternative for each distinct set of second units. */
function pairSources(set: CodePointSet): readonly string[] {
  const firstsBySeconds = new Map<string, CodePointRange[]>()
  for (const [from, to] of set) {
    for (let start = from; start <= to;) {
      const end = start % 0x400 === 0 ? lastOfFullBlocks(start, to) : Math.min(to, start | 0x3ff)
      const seconds = classSource([[secondUnit(start), secondUnit(end)]])
      const firsts = firstsBySeconds.get(seconds) ?? []
      firsts.push([firstUnit(start), firstUnit(end)])
      firstsBySeconds.set(seconds, firsts)
      start = end + 1
    }
  }
  return [...firstsBySeconds].map(([seconds, firsts]) => classSource(setOf(firsts)) + seconds)
}

/** The end of a run of code points in which every first unit goes with every second one. */
function lastOfFullBlocks(start: number, to: number): number {
  const end = to - ((to + 1) % 0x400)
  return end > start ? end : to
}

function firstUnit(codePoint: number): number {
  return 0xd800 + ((codePoint - 0x10000) >> 10)
}

function secondUnit(codePoint: number): number {
  return 0xdc00 + ((codePoint - 0x10000) & 0x3ff)
}
