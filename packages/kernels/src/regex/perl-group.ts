import { flagsAfter } from './grammar-parts.ts'
import type { Parser } from './parser.ts'
import { backReferenceTo } from './perl-back-reference.ts'
import { EMPTY } from './syntax-tree.ts'
import type { SyntaxNode } from './syntax-tree.ts'

const REFUSED: readonly (readonly [RegExp, string, string])[] = [
  [/^\?\|/, 'branch reset (?|…)', 'Number the groups of the alternatives apart.'],
  [/^\?\(/, 'condition (?(…)…)', 'Write the two cases as alternatives.'],
  [/^\?(?:R|P>|&|[+-]?[0-9])/, 'recursion', 'Write out the nesting that occurs in your text.'],
  [/^\*/, 'backtracking verb (*…)', 'Use an atomic group (?>…) instead.'],
]

/** Reads from behind the parenthesis at `offset`; false if it was only a comment. */
export function readPerlParenthesis(parser: Parser, items: SyntaxNode[], offset: number): boolean {
  const { reader } = parser
  if (reader.take('?#')) {
    if (reader.takeUntil(')') === undefined) reader.takeRest()
    return false
  }
  const opening = reader.pattern.slice(reader.offset, reader.offset + 3)
  for (const [start, construct, hint] of REFUSED) {
    if (start.test(opening)) throw reader.unsupported(construct, offset, hint)
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
  const named = reader.takeMatch(/\?(?:P?<([^>]*)>|'([^']*)')/y)
  if (named !== undefined) return parser.parseCapture(named[1] || named[2] || undefined, offset)
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
  parser.flags = flagsAfter(outer, match[1], match[2])
  if (match[3] === ')') return EMPTY
  const body = parser.parseGroupBody(offset)
  parser.flags = outer
  // An assertion cannot be repeated, but a group of one can.
  return body.kind === 'assertion' ? { kind: 'sequence', items: [body] } : body
}
