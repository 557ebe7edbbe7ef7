import type { CodePointRange, CodePointSet } from './code-point-set.ts'
import { negateSet } from './code-point-set.ts'
import { re2EscapeClass, re2NamedClass } from './named-classes.ts'
import type { Parser } from './parser.ts'
import { readRe2Escape } from './re2-escape.ts'
import { SetBuilder } from './set-builder.ts'

/** Reads a class from behind its opening bracket, which is at `offset`. */
export function readRe2Class(parser: Parser, offset: number): CodePointSet {
  const { reader } = parser
  const negative = reader.take('^')
  const members = new SetBuilder()
  for (let first = true; first || reader.next !== ']'; first = false) {
    members.add(readNamed(parser) ?? parser.foldIfAsked([readRange(parser, offset)]))
  }
  reader.offset++
  return negative ? negateSet(members.build()) : members.build()
}

/** Reads `pL`, `p{Greek}`, `P{^Greek}` and the like from behind the backslash at `offset`. */
export function readRe2UnicodeClass(parser: Parser, offset: number): CodePointSet {
  const { reader } = parser
  const match = reader.takeMatch(/([pP])(?:\{(\^?)([^}]*)\}|([^{]))/uy)
  const set = match === undefined ? undefined : parser.unicodeClass(match[3] ?? match[4] ?? '')
  if (match === undefined || set === undefined) {
    const name = match === undefined ? '' : match[0]
    throw reader.invalid(
      `Unicode class \\${name}`,
      offset,
      'Name a general category or a script, as in \\pL or \\p{Greek}.',
    )
  }
  const negative = (match[1] === 'P') !== (match[2] === '^')
  const folded = parser.foldIfAsked(set)
  return negative ? negateSet(folded) : folded
}

function readNamed(parser: Parser): CodePointSet | undefined {
  const { reader } = parser
  const { offset } = reader
  const posix = reader.takeMatch(/\[:(\^?)([^]*?):\]/y)
  if (posix !== undefined) {
    const set = re2NamedClass(posix[2] ?? '')
    if (set === undefined) {
      throw reader.invalid(`class ${posix[0]}`, offset, 'Use a name such as [:alpha:].')
    }
    const folded = parser.foldIfAsked(set)
    return posix[1] === '^' ? negateSet(folded) : folded
  }
  if (/^\\[pP]/.test(reader.pattern.slice(offset, offset + 2))) {
    reader.offset++
    return readRe2UnicodeClass(parser, offset)
  }
  const letter = reader.next === '\\' ? reader.pattern.charAt(offset + 1) : ''
  const escaped = re2EscapeClass(letter.toLowerCase())
  if (escaped === undefined) return undefined
  reader.offset += 2
  const folded = parser.foldIfAsked(escaped)
  return letter === letter.toLowerCase() ? folded : negateSet(folded)
}

function readRange(parser: Parser, classOffset: number): CodePointRange {
  const { reader } = parser
  const start = reader.offset
  const from = readMember(parser, classOffset)
  if (!/^-[^\]]/.test(reader.pattern.slice(reader.offset, reader.offset + 2))) return [from, from]
  reader.offset++
  const to = readMember(parser, classOffset)
  if (to < from) {
    const range = reader.pattern.slice(start, reader.offset)
    throw reader.invalid(`class range ${range}`, start, 'Put the lower bound first.')
  }
  return [from, to]
}

function readMember(parser: Parser, classOffset: number): number {
  const { reader } = parser
  if (reader.atEnd) {
    throw reader.invalid('[ without ]', classOffset, 'Write \\[ for a literal bracket.')
  }
  const { offset } = reader
  return reader.take('\\') ? readRe2Escape(reader, offset) : reader.takeCodePoint()
}
