import type { CodePointSet } from './code-point-set.ts'
import { negateSet, setOf, singleCodePoint } from './code-point-set.ts'
import { readQuoted } from './grammar-parts.ts'
import { perlNamedClass } from './named-classes.ts'
import type { Parser } from './parser.ts'
import { backReferenceTo } from './perl-back-reference.ts'
import { readPerlEscape } from './perl-escape.ts'
import type { AssertionKind, SyntaxNode } from './syntax-tree.ts'

const ASSERTIONS: Readonly<Record<string, AssertionKind>> = {
  A: 'textStart',
  B: 'notWordBoundary',
  Z: 'softEnd',
  b: 'wordBoundary',
  z: 'textEnd',
  '<': 'wordStart',
  '>': 'wordEnd',
  '`': 'textStart',
  "'": 'textEnd',
}

const REFUSED: Readonly<Record<string, string>> = {
  C: 'Text is matched as characters, not bytes: use . instead.',
  G: 'A match never continues another here: use \\A instead.',
  K: 'Use a look-behind (?<=…) or a group instead.',
  N: 'Write the character itself, or \\x{…} with its code point.',
  X: 'Use . instead.',
}

/** Reads what follows the backslash at `offset`, outside a class. */
export function readPerlBackslash(parser: Parser, items: SyntaxNode[], offset: number): void {
  const { reader } = parser
  const letter = reader.next
  const assertion = ASSERTIONS[letter]
  const refusal = REFUSED[letter]
  if (assertion !== undefined) {
    reader.offset++
    items.push({ kind: 'assertion', what: assertion })
  } else if (refusal !== undefined) {
    throw reader.unsupported(`escape \\${letter}`, offset, refusal)
  } else if (reader.take('Q')) {
    readQuoted(parser, items)
  } else if (reader.take('R')) {
    items.push({ kind: 'atomic', body: LINE_ENDING, offset })
  } else {
    items.push(readReference(parser, offset) ?? readClassOrLiteral(parser, offset))
  }
}

const LINE_ENDING: SyntaxNode = {
  kind: 'choice',
  branches: [
    {
      kind: 'sequence',
      items: [
        { kind: 'set', set: singleCodePoint(0x0d) },
        { kind: 'set', set: singleCodePoint(0x0a) },
      ],
    },
    {
      kind: 'set',
      set: setOf([
        [0x0a, 0x0d],
        [0x85, 0x85],
        [0x2028, 0x2029],
      ]),
    },
  ],
}

function readReference(parser: Parser, offset: number): SyntaxNode | undefined {
  const match = parser.reader.takeMatch(
    /([1-9])|[gk](?:(-?[0-9]+)|\{([^}]+)\}|<([^>]+)>|'([^']+)')/y,
  )
  const target = match?.slice(1).find((text) => text !== undefined)
  return target === undefined ? undefined : backReferenceTo(parser, target, offset)
}

function readClassOrLiteral(parser: Parser, offset: number): SyntaxNode {
  const { reader } = parser
  const letter = reader.next
  if (letter === 'p' || letter === 'P') {
    const set = parser.foldIfAsked(readProperty(parser, offset))
    return { kind: 'set', set: letter === 'P' ? negateSet(set) : set }
  }
  const named = /[a-z]/i.test(letter) ? perlNamedClass(letter) : undefined
  if (named === undefined) return parser.literal(readPerlEscape(reader, offset))
  reader.offset++
  const folded = parser.foldIfAsked(named)
  return { kind: 'set', set: letter === letter.toLowerCase() ? folded : negateSet(folded) }
}

function readProperty(parser: Parser, offset: number): CodePointSet {
  const { reader } = parser
  const match = reader.takeMatch(/[pP](?:\{([^}]*)\}|([^{]))/uy)
  const name = match?.[1] ?? match?.[2] ?? ''
  if (/^[LUS]$/.test(name)) {
    throw reader.unsupported(
      `class \\p{${name}}`,
      offset,
      'Boost reads it as \\l, \\u or \\s, Perl as a Unicode category: write the one you mean, as in [[:lower:]] or \\p{Letter}.',
    )
  }
  const set = perlNamedClass(name) ?? parser.unicodeClass(name)
  if (set !== undefined) return set
  throw reader.invalid(
    `class \\p{${name}}`,
    offset,
    'Name a class, as in \\p{alpha}, or a Unicode category or script, as in \\p{Greek}.',
  )
}
