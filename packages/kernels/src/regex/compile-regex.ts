import { cover } from './cover.ts'
import { emit } from './emit.ts'
import { isLinear } from './linear-fallback.ts'
import { lowerPattern } from './lower-pattern.ts'
import type { Lowered } from './lowered.ts'
import { RegexError } from './regex-error.ts'

export interface RegexOptions {
  /** `re2`: Go's regexp package. `perl`: the Perl syntax of Boost.Regex. */
  readonly dialect: 're2' | 'perl'
  /** `search`: anywhere in the text. `full`: the whole text, by whatever alternative fits it. */
  readonly match: 'search' | 'full'
  /** Whether `.` starts out matching line ends; by default as the dialect has it: re2 no, perl yes. */
  readonly dotAll?: boolean
  /** False when only the match matters: groups are then not captured, and cost nothing. */
  readonly captures?: boolean
}

export interface CompiledRegex {
  /** Without flags, for well-formed text. On millions of characters `exec` may throw a RangeError. */
  readonly regex: RegExp
  /** The source of `regex`. */
  readonly source: string
  /** The number of groups, without the whole match; 0 with `captures: false`. */
  readonly groups: number
  /** The name of each group by its number, from 1. */
  readonly names: readonly (string | undefined)[]
  /**
   * Where each group of the pattern is in a match of `regex`: group n is `match[groupIndexes[n]]`.
   * Equal to n unless an atomic group or possessive repeat stands before it.
   */
  readonly groupIndexes: readonly number[]
  /** Tells where groups are in a match, if the pattern is of a kind where that is cheap. */
  readonly covering?: CoveringRegex
  /** Whether V8's linear-time fallback takes over when it backtracks too much, once enabled. */
  readonly protectedFromBacktracking: boolean
}

/** The same expression with groups that take in all of a match, so that the lengths of their texts tell where each is. */
export interface CoveringRegex {
  readonly regex: RegExp
  /** For `match[i + 1]` the number of the group that it is of the pattern, or 0 for what stands between groups. */
  readonly groups: readonly number[]
}

/**
 * Compiles an expression of another dialect to a RegExp that means the same. Throws RegexError when
 * the dialect has no such expression, when its meaning cannot be kept, or when it is too large.
 */
export function compileRegex(pattern: string, options: RegexOptions): CompiledRegex {
  const { match, captures = true } = options
  const { lowered, names } = lowerPattern(pattern, options)
  const emitted = emit(lowered.node)
  const complete = match === 'full' ? anchored : unsplit
  const source = complete(emitted.source, lowered)
  const covered = captures ? cover(lowered.node, names.length) : undefined
  return {
    regex: build(source),
    source,
    groups: captures ? names.length - 1 : 0,
    names: captures ? names : [undefined],
    groupIndexes: captures ? emitted.groupIndexes : [0],
    ...(covered !== undefined && {
      covering: {
        regex: build(complete(emit(covered.node).source, lowered)),
        groups: covered.groups.map((group) => (group < names.length ? group : 0)),
      },
    }),
    protectedFromBacktracking: isLinear(source, lowered.node),
  }
}

function anchored(source: string, { node }: Lowered): string {
  return node.kind === 'choice' ? `^(?:${source})$` : `^${source}$`
}

/** Keeps an expression that can match nothing from doing so between the halves of a pair. */
function unsplit(source: string, { node, nullable }: Lowered): string {
  if (!nullable || (source.startsWith('^') && node.kind !== 'choice')) return source
  return `(?<![\\ud800-\\udbff])${node.kind === 'choice' ? `(?:${source})` : source}`
}

function build(source: string): RegExp {
  try {
    const regex = new RegExp(source)
    // V8 compiles on first use, for each width of text, and only then finds an expression too large.
    regex.test('')
    regex.test('\u0100')
    return regex
  } catch (error) {
    const hint = 'Use fewer or smaller classes and repeat counts.'
    const problem = `expression too large once translated (${source.length} characters)`
    throw new RegexError('REGEX_LIMIT', problem, 0, hint, { cause: error })
  }
}
