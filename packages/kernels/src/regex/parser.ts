import type { CodePointSet } from './code-point-set.ts'
import { singleCodePoint } from './code-point-set.ts'
import { PatternReader } from './pattern-reader.ts'
import { EMPTY } from './syntax-tree.ts'
import type { SyntaxNode } from './syntax-tree.ts'
import { unicodeClass } from './unicode-classes.ts'

const MAX_NESTING = 250
const MAX_GROUPS = 1000

export interface Flags {
  readonly ignoreCase: boolean
  /** `^` and `$` at the lines of the text, not only at its ends. */
  readonly multiline: boolean
  readonly dotAll: boolean
  /** `*` is lazy and `*?` is greedy. */
  readonly swapGreed: boolean
  /** White space and comments in the pattern mean nothing. */
  readonly extended: boolean
}

export interface Repeat {
  readonly min: number
  readonly max: number
  readonly lazy: boolean
  readonly possessive: boolean
}

/** What differs between dialects. */
export interface Grammar {
  /** Reads a repeat operator if one comes next. */
  readonly readRepeat: (parser: Parser) => Repeat | undefined
  /** Refuses a repeat of something the dialect does not repeat. */
  readonly checkRepeat: (parser: Parser, body: SyntaxNode, repeat: Repeat, offset: number) => void
  /** Reads what comes next and adds it to the sequence; false if it was nothing, as a comment is. */
  readonly readItem: (parser: Parser, items: SyntaxNode[]) => boolean
  readonly fold: (set: CodePointSet) => CodePointSet
}

/** What both dialects share: alternatives, sequences, groups, repeats, numbering and limits. */
export class Parser {
  readonly reader: PatternReader
  flags: Flags
  /** By group number; the whole match, which is number 0, has none. */
  readonly names: (string | undefined)[] = [undefined]
  /** Groups already closed, which is where a back-reference may point. */
  readonly closed = new Set<number>()
  readonly referenced = new Set<number>()
  readonly #grammar: Grammar
  readonly #folded = new Map<number, CodePointSet>()
  readonly #unicodeClasses = new Map<string, CodePointSet | undefined>()
  #depth = 0

  constructor(pattern: string, grammar: Grammar, flags: Flags) {
    this.reader = new PatternReader(pattern)
    this.#grammar = grammar
    this.flags = flags
  }

  parse(): SyntaxNode {
    const node = this.#parseChoice()
    if (!this.reader.atEnd) {
      const { offset } = this.reader
      throw this.reader.invalid(') without (', offset, 'Write \\) for a literal parenthesis.')
    }
    return node
  }

  /** Reads up to the parenthesis that closes the group opened at `offset`, and over it. */
  parseGroupBody(offset: number): SyntaxNode {
    const { reader, flags } = this
    if (++this.#depth > MAX_NESTING) {
      throw reader.limit(
        `groups nested more than ${MAX_NESTING} deep`,
        offset,
        'Split the expression.',
      )
    }
    const body = this.#parseChoice()
    if (!reader.take(')')) throw reader.invalid('( without )', offset, 'Add the missing ).')
    this.#depth--
    this.flags = flags
    return body
  }

  parseCapture(name: string | undefined, offset: number): SyntaxNode {
    const index = this.names.length
    if (index > MAX_GROUPS) {
      throw this.reader.limit(
        `more than ${MAX_GROUPS} groups`,
        offset,
        'Use (?:…) where no text is needed.',
      )
    }
    this.names.push(name)
    const body = this.parseGroupBody(offset)
    this.closed.add(index)
    return { kind: 'group', index, body }
  }

  literal(codePoint: number): SyntaxNode {
    if (!this.flags.ignoreCase) return { kind: 'set', set: singleCodePoint(codePoint) }
    const set = this.#folded.get(codePoint) ?? this.#grammar.fold(singleCodePoint(codePoint))
    this.#folded.set(codePoint, set)
    return { kind: 'set', set }
  }

  /** The class of a Unicode name, looked up once for the whole expression. */
  unicodeClass(name: string): CodePointSet | undefined {
    if (!this.#unicodeClasses.has(name)) this.#unicodeClasses.set(name, unicodeClass(name))
    return this.#unicodeClasses.get(name)
  }

  foldIfAsked(set: CodePointSet): CodePointSet {
    return this.flags.ignoreCase ? this.#grammar.fold(set) : set
  }

  #parseChoice(): SyntaxNode {
    const first = this.#parseSequence()
    if (this.reader.next !== '|') return first
    const branches = [first]
    while (this.reader.take('|')) branches.push(this.#parseSequence())
    return { kind: 'choice', branches }
  }

  #parseSequence(): SyntaxNode {
    const { reader } = this
    const items: SyntaxNode[] = []
    let afterRepeat = false
    while (!reader.atEnd && reader.next !== '|' && reader.next !== ')') {
      const { offset } = reader
      const repeat = this.#grammar.readRepeat(this)
      if (repeat !== undefined) {
        items.push(this.#repeatLast(items.pop(), repeat, offset, afterRepeat))
        afterRepeat = true
      } else if (this.#grammar.readItem(this, items)) {
        afterRepeat = false
      }
    }
    const [first = EMPTY, ...more] = items
    return more.length === 0 ? first : { kind: 'sequence', items }
  }

  #repeatLast(
    body: SyntaxNode | undefined,
    repeat: Repeat,
    offset: number,
    afterRepeat: boolean,
  ): SyntaxNode {
    const operator = this.reader.pattern.slice(offset, this.reader.offset)
    if (body === undefined) {
      throw this.reader.invalid(
        `repeat operator ${operator} with nothing to repeat`,
        offset,
        `Write \\${operator} for the character itself.`,
      )
    }
    if (afterRepeat) {
      throw this.reader.invalid(
        `repeat operator ${operator} after a repeat operator`,
        offset,
        'Put the first repeat in (?:…).',
      )
    }
    this.#grammar.checkRepeat(this, body, repeat, offset)
    const { min, max, lazy } = repeat
    const node: SyntaxNode = { kind: 'repeat', body, min, max, lazy, offset }
    return repeat.possessive ? { kind: 'atomic', body: node, offset } : node
  }
}
