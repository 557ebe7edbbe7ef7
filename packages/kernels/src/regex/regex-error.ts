/**
 * `REGEX_INVALID`: the dialect has no such expression. `REGEX_UNSUPPORTED`: it has, but its meaning
 * cannot be kept here. `REGEX_LIMIT`: too large.
 */
export type RegexErrorCode = 'REGEX_INVALID' | 'REGEX_LIMIT' | 'REGEX_UNSUPPORTED'

/** Why an expression was refused: the construct in question, where it starts, and what to write. */
export class RegexError extends Error {
  override readonly name = 'RegexError'
  readonly code: RegexErrorCode
  /** Index of the construct in the pattern, in UTF-16 units. */
  readonly offset: number
  readonly hint: string

  constructor(
    code: RegexErrorCode,
    problem: string,
    offset: number,
    hint: string,
    options?: ErrorOptions,
  ) {
    super(`${problem} (at offset ${offset} of the regular expression)`, options)
    this.code = code
    this.offset = offset
    this.hint = hint
  }
}
