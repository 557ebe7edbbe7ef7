import type { Flags, Parser } from './parser.ts'
import { backReferenceTo } from './perl-back-reference.ts'
import { EMPTY } from './syntax-tree.ts'
import type { SyntaxNode } from './syntax-tree.ts'

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'extended',
}

const REFUSED: readonly (readonly [RegExp, string, string])[] = [
  [/\?\|/y, 'branch reset (?|…)', 'Number the groups of the alternatives apart.'],
  [/\?\(/y, 'condition (?(…)…)', 'Write the two cases as alternatives.'],
  [/\?(?:R|P>|&|[+-]?[0-9])/y, 'recursion', 'Write out the nesting that occurs in your text.'],
  [/\*/y, 'backtracking verb (*…)', 'Use an atomic group (?>…) instead.'],
]

/** Reads from behind the parenthesis at `offset`; false if it was only a comment. */
export function readPerlParenthesis(
  parser: Parser,
  items: SyntaxNode[],
  offset: number,
): boolean {
  const { reader } = parser
  if (reader.take('?#')) {
    if (reader.takeUntil(')') === undefined) reader.offset = reader.pattern.length
    return false
  }
  for (const [start, construct, hint] of REFUSED) {
    if (reader.takeMatch(start) !== undefined) throw reader.unsupported(construct, offset, hint)
  }
  items.push(readSpecialGroup(parser, offset) ?? readPlainGroup(parser, offset))
  return true
}

function readSpecialGroup(parser: Parser, offset: number): SyntaxNode | undefined {
  const { reader } = parser
  const look = reader.takeMatch(/\?(<?)([=!])/y)
  if (look !== undefined) {
    const body = parser.parseGroupBody(offset)
    return { kind: 'look', behind: look[1] === '<', negative: look[2] === '!', body, offset }
  }
  if (reader.take('?>')) return { kind: 'atomic', body: parser.parseGroupBody(offset), offset }
  const named = reader.takeMatch(/\?(?:P?<([^>]+)>|'([^']+)')/y)
  if (named !== undefined) return parser.parseCapture(named[1] ?? named[2], offset)
  const reference = reader.takeMatch(/\?P=([^)]+)\)/y)
  return reference === undefined ? undefined : backReferenceTo(parser, reference[1] ?? '', offset)
}

function readPlainGroup(parser: Parser, offset: number): SyntaxNode {
  const { reader } = parser
  if (!reader.take('?')) return parser.parseCapture(undefined, offset)
  const match = reader.takeMatch(/(?!\))([imsx]*)(?:-([imsx]*))?([:)])/y)
  if (match === undefined) {
    const found = reader.pattern.slice(offset, reader.offset + 2)
    throw reader.invalid(
      `group syntax ${found}`,
      offset,
      'Known are (?:…), (?<name>…), (?=…), (?!…), (?<=…), (?<!…), (?>…), (?#…) and the flags i, m, s and x.',
    )
  }
  const outer = parser.flags
  parser.flags = withFlags(withFlags(outer, match[1] ?? '', true), match[2] ?? '', false)
  if (match[3] === ')') return EMPTY
  const body = parser.parseGroupBody(offset)
  parser.flags = outer
  return body
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  const names = Array.from(letters, (letter) => FLAG_NAMES[letter])
  return { ...flags, ...Object.fromEntries(names.map((name) => [name, value])) }
}
