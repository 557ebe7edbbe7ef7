import type { CodePointSet } from './code-point-set.ts'
import { setOf } from './code-point-set.ts'

/** Bounds in pairs, so 'AZaz' is A to Z and a to z. All classes are ASCII in both dialects. */
const COMMON_CLASSES: Readonly<Record<string, string>> = {
  alnum: '09AZaz',
  alpha: 'AZaz',
  cntrl: '\x00\x1f\x7f\x7f',
  digit: '09',
  graph: '!~',
  lower: 'az',
  print: ' ~',
  punct: '!/:@[`{~',
  space: '\t\r  ',
  upper: 'AZ',
  word: '09AZ__az',
  xdigit: '09AFaf',
}

const RE2_CLASSES: Readonly<Record<string, string>> = {
  ...COMMON_CLASSES,
  ascii: '\x00\x7f',
  blank: '\t\t  ',
}

/** Boost has one-letter names too, and counts the vertical tab as blank. */
const PERL_CLASSES: Readonly<Record<string, string>> = {
  ...COMMON_CLASSES,
  blank: '\t\t\v\v  ',
  d: '09',
  h: '\t\t  ',
  l: 'az',
  s: '\t\r  ',
  u: 'AZ',
  v: '\n\r',
  w: '09AZ__az',
}

const RE2_ESCAPES: Readonly<Record<string, string>> = {
  d: '09',
  s: '\t\n\f\r  ',
  w: '09AZ__az',
}

/** The class that `[[:name:]]` stands for in RE2, or undefined. */
export function re2NamedClass(name: string): CodePointSet | undefined {
  return fromBounds(RE2_CLASSES, name)
}

/** The class that `\d`, `\s` or `\w` stands for in RE2, or undefined. */
export function re2EscapeClass(letter: string): CodePointSet | undefined {
  return fromBounds(RE2_ESCAPES, letter)
}

/** The class that `[[:name:]]`, `\p{name}` or `\x` with a one-letter name stands for in Boost. */
export function perlNamedClass(name: string): CodePointSet | undefined {
  return fromBounds(PERL_CLASSES, name.toLowerCase())
}

function fromBounds(table: Readonly<Record<string, string>>, name: string) {
  const bounds = Object.hasOwn(table, name) ? table[name] : undefined
  if (bounds === undefined) return undefined
  const ranges = bounds.match(/[^]{2}/g) ?? []
  return setOf(ranges.map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)] as const))
}
