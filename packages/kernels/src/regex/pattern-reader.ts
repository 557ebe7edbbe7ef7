import { RegexError } from './regex-error.ts'

/** A cursor over the text of a pattern. */
export class PatternReader {
  readonly pattern: string
  offset = 0

  constructor(pattern: string) {
    this.pattern = pattern
  }

  get atEnd(): boolean {
    return this.offset >= this.pattern.length
  }

  /** The next UTF-16 unit, or the empty string at the end. */
  get next(): string {
    return this.pattern.charAt(this.offset)
  }

  /** Steps over a text if it comes next. */
  take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.offset)) return false
    this.offset += text.length
    return true
  }

  /** Steps over what a sticky expression matches here. */
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.offset
    const match = expression.exec(this.pattern) ?? undefined
    if (match !== undefined) this.offset = expression.lastIndex
    return match
  }

  /** Steps over the text up to a terminator, and over the terminator; undefined when there is none. */
  takeUntil(terminator: string): string | undefined {
    const end = this.pattern.indexOf(terminator, this.offset)
    if (end < 0) return undefined
    const text = this.pattern.slice(this.offset, end)
    this.offset = end + terminator.length
    return text
  }

  takeRest(): string {
    const rest = this.pattern.slice(this.offset)
    this.offset = this.pattern.length
    return rest
  }

  /** Steps over one code point; the caller has made sure that there is one. */
  takeCodePoint(): number {
    const codePoint = this.pattern.codePointAt(this.offset) ?? 0
    this.offset += codePoint > 0xffff ? 2 : 1
    return codePoint
  }

  invalid(problem: string, offset: number, hint: string): RegexError {
    return new RegexError('REGEX_INVALID', problem, offset, hint)
  }

  unsupported(problem: string, offset: number, hint: string): RegexError {
    return new RegexError('REGEX_UNSUPPORTED', problem, offset, hint)
  }

  limit(problem: string, offset: number, hint: string): RegexError {
    return new RegexError('REGEX_LIMIT', problem, offset, hint)
  }
}
