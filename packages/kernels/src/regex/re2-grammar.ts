import { MAX_CODE_POINT, negateSet, singleCodePoint } from './code-point-set.ts'
import { UnicodeCaseFolder } from './fold-case.ts'
import { REPEAT_COUNTS, readQuoted } from './grammar-parts.ts'
import { re2EscapeClass } from './named-classes.ts'
import type { Grammar, Parser, Repeat } from './parser.ts'
import { readRe2Class, readRe2UnicodeClass } from './re2-class.ts'
import { readRe2Escape } from './re2-escape.ts'
import { re2FlagsAfter } from './re2-flags.ts'
import type { AssertionKind, SyntaxNode } from './syntax-tree.ts'

const MAX_REPEAT = 1000

const ASSERTIONS: Readonly<Record<string, AssertionKind>> = {
  A: 'textStart',
  B: 'notWordBoundary',
  b: 'wordBoundary',
  z: 'textEnd',
}

/** The syntax of Go's regexp package. */
export function re2Grammar(): Grammar {
  const folder = new UnicodeCaseFolder()
  return { readRepeat, checkRepeat, readItem, fold: (set) => folder.fold(set) }
}

function readRepeat(parser: Parser): Repeat | undefined {
  const { reader } = parser
  const start = reader.offset
  let counts = REPEAT_COUNTS[reader.next]
  if (counts !== undefined) {
    reader.offset++
  } else {
    const match = reader.takeMatch(/\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y)
    if (match === undefined) return undefined
    const min = Number(match[1])
    const max = match[2] === undefined ? min : Number(match[3] ?? Infinity)
    if (min > MAX_REPEAT || (max !== Infinity && (max > MAX_REPEAT || max < min))) {
      throw reader.invalid(
        `repeat count ${match[0]}`,
        start,
        `The first count must not exceed the second, nor either ${MAX_REPEAT}.`,
      )
    }
    counts = [min, max]
  }
  const lazy = reader.take('?') !== parser.flags.swapGreed
  return { min: counts[0], max: counts[1], lazy, possessive: false }
}

function checkRepeat(parser: Parser, body: SyntaxNode, repeat: Repeat, offset: number): void {
  const { min, max } = repeat
  const counted = min >= 2 || (max >= 2 && max !== Infinity)
  if (counted && copies({ kind: 'repeat', body, min, max, lazy: false, offset }) > MAX_REPEAT) {
    throw parser.reader.invalid(
      'nested repeat counts',
      offset,
      `Multiplied, they must not exceed ${MAX_REPEAT}.`,
    )
  }
}

/** How often the innermost part of nested counted repeats would be written out. */
function copies(node: SyntaxNode): number {
  switch (node.kind) {
    case 'repeat': {
      if (node.max === 0) return 0
      const count = node.max === Infinity ? node.min : node.max
      return Math.max(count, 1) * copies(node.body)
    }
    case 'group':
      return copies(node.body)
    case 'sequence':
      return Math.max(1, ...node.items.map(copies))
    case 'choice':
      return Math.max(1, ...node.branches.map(copies))
    default:
      return 1
  }
}

function readItem(parser: Parser, items: SyntaxNode[]): boolean {
  const { reader, flags } = parser
  const { offset } = reader
  const codePoint = reader.takeCodePoint()
  switch (String.fromCodePoint(codePoint)) {
    case '(':
      readParenthesis(parser, items, offset)
      break
    case '[':
      items.push({ kind: 'set', set: readRe2Class(parser, offset) })
      break
    case '\\':
      readBackslash(parser, items, offset)
      break
    case '.':
      items.push({
        kind: 'set',
        set: flags.dotAll ? [[0, MAX_CODE_POINT]] : negateSet(singleCodePoint(0x0a)),
      })
      break
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

function readParenthesis(parser: Parser, items: SyntaxNode[], offset: number): void {
  const { reader } = parser
  const named = reader.takeMatch(/\?P?<([A-Za-z0-9_]+)>/y)
  if (named !== undefined) {
    items.push(parser.parseCapture(named[1], offset))
  } else if (!reader.take('?')) {
    items.push(parser.parseCapture(undefined, offset))
  } else {
    const outer = parser.flags
    parser.flags = re2FlagsAfter(parser, offset)
    if (reader.take(')')) return
    reader.take(':')
    items.push(parser.parseGroupBody(offset))
    parser.flags = outer
  }
}

function readBackslash(parser: Parser, items: SyntaxNode[], offset: number): void {
  const { reader } = parser
  const letter = reader.next
  const assertion = ASSERTIONS[letter]
  if (assertion !== undefined) {
    reader.offset++
    items.push({ kind: 'assertion', what: assertion })
    return
  }
  if (reader.take('Q')) {
    readQuoted(parser, items)
    return
  }
  if (letter === 'p' || letter === 'P') {
    items.push({ kind: 'set', set: readRe2UnicodeClass(parser, offset) })
    return
  }
  const named = re2EscapeClass(letter.toLowerCase())
  if (named !== undefined) {
    reader.offset++
    const set = parser.foldIfAsked(named)
    items.push({ kind: 'set', set: letter === letter.toLowerCase() ? set : negateSet(set) })
    return
  }
  items.push(parser.literal(readRe2Escape(reader, offset)))
}
