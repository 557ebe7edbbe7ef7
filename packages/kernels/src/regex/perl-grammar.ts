import { MAX_CODE_POINT, negateSet, setOf } from './code-point-set.ts'
import { foldAscii } from './fold-case.ts'
import { REPEAT_COUNTS } from './grammar-parts.ts'
import type { Grammar, Parser, Repeat } from './parser.ts'
import { readPerlBackslash } from './perl-backslash.ts'
import { readPerlClass } from './perl-class.ts'
import { readPerlParenthesis } from './perl-group.ts'
import type { SyntaxNode } from './syntax-tree.ts'

const MAX_REPEAT = 65_535

/** The Perl syntax of Boost.Regex over characters, in the C locale. */
export function perlGrammar(): Grammar {
  return { readRepeat, checkRepeat, readItem, fold: foldAscii }
}

function readRepeat(parser: Parser): Repeat | undefined {
  const { reader } = parser
  const start = reader.offset
  let counts = REPEAT_COUNTS[reader.next]
  if (counts !== undefined) {
    reader.offset++
  } else {
    const match = reader.takeMatch(
      /\{[\t-\r ]*([0-9]+)[\t-\r ]*(?:(,)[\t-\r ]*([0-9]*)[\t-\r ]*)?\}/y,
    )
    if (match === undefined) return undefined
    const min = Number(match[1])
    const max = match[2] === undefined ? min : Number(match[3] || Infinity)
    if (max < min) {
      throw reader.invalid(`repeat count ${match[0]}`, start, 'Put the lower count first.')
    }
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT)) {
      throw reader.limit(`repeat count ${match[0]}`, start, `Use at most ${MAX_REPEAT}.`)
    }
    counts = [min, max]
  }
  if (parser.flags.extended) reader.takeMatch(/[\t-\r ]*/y)
  const lazy = reader.take('?')
  return { min: counts[0], max: counts[1], lazy, possessive: reader.take('+') }
}

function checkRepeat(parser: Parser, body: SyntaxNode, _repeat: Repeat, offset: number): void {
  if (body.kind === 'assertion') {
    throw parser.reader.invalid(
      'repeat operator after an assertion',
      offset,
      'An assertion holds or does not; remove the repeat.',
    )
  }
}

function readItem(parser: Parser, items: SyntaxNode[]): boolean {
  const { reader, flags } = parser
  if (flags.extended && (reader.takeMatch(/[\t-\r ]+/y) ?? reader.takeMatch(/#[^\n\f\r]*/y))) {
    return false
  }
  const { offset } = reader
  const codePoint = reader.takeCodePoint()
  switch (String.fromCodePoint(codePoint)) {
    case '(':
      return readPerlParenthesis(parser, items, offset)
    case '[':
      items.push(readPerlClass(parser, offset))
      break
    case '\\':
      readPerlBackslash(parser, items, offset)
      break
    case '.': {
      const separators = setOf([
        [0x0a, 0x0a],
        [0x0c, 0x0d],
      ])
      const set = flags.dotAll ? [[0, MAX_CODE_POINT] as const] : negateSet(separators)
      items.push({ kind: 'set', set })
      break
    }
    case '^':
      items.push({ kind: 'assertion', what: flags.multiline ? 'lineStart' : 'textStart' })
      break
    case '$':
      items.push({ kind: 'assertion', what: flags.multiline ? 'lineEnd' : 'textEnd' })
      break
    default:
      items.push(parser.literal(codePoint))
  }
  return true
}
