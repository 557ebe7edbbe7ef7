import type { CodePointSet } from './code-point-set.ts'
import { MAX_CODE_POINT, clipSet, negateSet, singleCodePoint } from './code-point-set.ts'
import { foldAscii } from './fold-case.ts'
import { perlNamedClass } from './named-classes.ts'
import type { Parser } from './parser.ts'
import { readPerlEscape } from './perl-escape.ts'
import { SetBuilder } from './set-builder.ts'
import type { SyntaxNode } from './syntax-tree.ts'

/** Reads a class from behind its opening bracket, which is at `offset`. */
export function readPerlClass(parser: Parser, offset: number): SyntaxNode {
  const { reader } = parser
  if (reader.take('[:<:]]')) return { kind: 'assertion', what: 'wordStart' }
  if (reader.take('[:>:]]')) return { kind: 'assertion', what: 'wordEnd' }
  const negative = reader.take('^')
  const members = new SetBuilder()
  for (let first = true; first || reader.next !== ']'; first = false) {
    if (reader.atEnd) {
      throw reader.invalid('[ without ]', offset, 'Write \\[ for a literal bracket.')
    }
    members.add(readNamed(parser) ?? readRange(parser, offset, first))
  }
  reader.offset++
  const set = members.build()
  return { kind: 'set', set: negative ? negateSet(set) : set }
}

function readNamed(parser: Parser): CodePointSet | undefined {
  const { reader } = parser
  const { offset } = reader
  refuseInClass(parser)
  const posix = reader.takeMatch(/\[:(\^?)([^:]*)(?::\])?/y)
  if (posix !== undefined) {
    const set = posix[0].endsWith(':]') ? perlNamedClass(posix[2] ?? '') : undefined
    if (set === undefined) {
      throw reader.invalid(`class ${posix[0]}`, offset, 'Use a name such as [:alpha:].')
    }
    const folded = parser.foldIfAsked(set)
    return posix[1] === '^' ? negateSet(folded) : folded
  }
  const letter = reader.takeMatch(/\\([dhlsuwDHLSUVW])/y)?.[1]
  if (letter === undefined) return undefined
  const folded = parser.foldIfAsked(perlNamedClass(letter) ?? [])
  return letter === letter.toLowerCase() ? folded : negateSet(folded)
}

function refuseInClass({ reader }: Parser): void {
  const { offset } = reader
  const construct = reader.takeMatch(/\\[pP]|\[[.=][^]*?[.=]\]/y)?.[0]
  if (construct === undefined) return
  const hint = construct.startsWith('[')
    ? 'Write the characters themselves.'
    : 'Boost reads it as the letter: write the letter, or a class such as [:alpha:].'
  throw reader.unsupported(`${construct} inside a class`, offset, hint)
}

/** A hyphen is literal at the ends of a class only. */
function readRange(parser: Parser, classOffset: number, first: boolean): CodePointSet {
  const { reader } = parser
  const start = reader.offset
  const from = readMember(parser, classOffset, first)
  if (reader.next !== '-' || reader.pattern.charAt(reader.offset + 1) === ']') {
    return parser.foldIfAsked(singleCodePoint(from))
  }
  reader.offset++
  if (
    /^(?:\\[dhlsuwDHLSUVWpP]|\[[.:=])/.test(reader.pattern.slice(reader.offset, reader.offset + 2))
  ) {
    throw reader.unsupported(
      'class as the end of a range',
      start,
      'Put the hyphen last in the class.',
    )
  }
  const to = readMember(parser, classOffset, first)
  const { ignoreCase } = parser.flags
  const [low, high] = ignoreCase ? [lowerCase(from), lowerCase(to)] : [from, to]
  if (high < low || (reader.next === '-' && reader.pattern.charAt(reader.offset + 1) !== ']')) {
    throw reader.invalid(
      `class range ${reader.pattern.slice(start, reader.offset + 1)}`,
      start,
      'Put the lower bound first, and a literal hyphen last in the class.',
    )
  }
  return ignoreCase ? foldAscii(withoutUpperCase(low, high)) : [[low, high]]
}

/** Boost ignores the case of a range by its bounds: `(?i)[@-B]` is `@`, `[` to `b` and what folds to it. */
function withoutUpperCase(low: number, high: number): CodePointSet {
  return [...clipSet([[low, high]], 0, 0x40), ...clipSet([[low, high]], 0x5b, MAX_CODE_POINT)]
}

function lowerCase(codePoint: number): number {
  return codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 32 : codePoint
}

function readMember(parser: Parser, classOffset: number, first: boolean): number {
  const { reader } = parser
  const { offset } = reader
  if (reader.atEnd) {
    throw reader.invalid('[ without ]', classOffset, 'Write \\[ for a literal bracket.')
  }
  if (reader.next === '-' && !first && reader.pattern.charAt(offset + 1) !== ']') {
    throw reader.invalid('hyphen inside a class', offset, 'Put a literal hyphen last in the class.')
  }
  if (!reader.take('\\')) return reader.takeCodePoint()
  if (reader.take('b')) return 0x08
  if (reader.take('v')) return 0x0b
  return readPerlEscape(reader, offset)
}
