import { checkBackReferences } from './check-back-references.ts'
import type { RegexOptions } from './compile-regex.ts'
import { lower } from './lower.ts'
import type { Lowered } from './lowered.ts'
import { Parser } from './parser.ts'
import { perlGrammar } from './perl-grammar.ts'
import { re2Grammar } from './re2-grammar.ts'
import { RegexError } from './regex-error.ts'

const MAX_PATTERN_UNITS = 65_536

export interface LoweredPattern {
  /** In JavaScript's meaning; what `match` anchors is not part of it. */
  readonly lowered: Lowered
  /** Of every group of the pattern, from 1, captured or not. */
  readonly names: readonly (string | undefined)[]
}

/** Parses an expression and gives it JavaScript's meaning. Throws RegexError, see `compileRegex`. */
export function lowerPattern(pattern: string, options: RegexOptions): LoweredPattern {
  const { dialect, match, captures = true } = options
  checkText(pattern)
  const parser = new Parser(pattern, dialect === 're2' ? re2Grammar() : perlGrammar(), {
    ignoreCase: false,
    multiline: dialect === 'perl',
    dotAll: options.dotAll ?? dialect === 'perl',
    swapGreed: false,
    extended: false,
  })
  const tree = parser.parse()
  checkBackReferences(tree)
  const keepsGroup = captures ? () => true : (index: number) => parser.referenced.has(index)
  return { lowered: lower(tree, { dialect, match, keepsGroup }), names: parser.names }
}

function checkText(pattern: string): void {
  if (pattern.length > MAX_PATTERN_UNITS) {
    throw new RegexError(
      'REGEX_LIMIT',
      `expression of ${pattern.length} characters`,
      MAX_PATTERN_UNITS,
      `Use at most ${MAX_PATTERN_UNITS}.`,
    )
  }
  if (!pattern.isWellFormed()) {
    const offset = pattern.search(/\p{Surrogate}/u)
    throw new RegexError('REGEX_INVALID', 'half a character', offset, 'Remove the lone surrogate.')
  }
}
