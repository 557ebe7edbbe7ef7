import { setCovers } from './code-point-set.ts'
import type { Lowered } from './lowered.ts'
import { LOWERED_EMPTY } from './lowered.ts'
import type { Surroundings } from './surroundings.ts'
import type { AssertionKind } from './syntax-tree.ts'

const NEWLINE = 0x0a

/** Boost's lines end in \n, \r, \f or \r\n; RE2's in \n only. */
export function lowerAssertion(
  what: AssertionKind,
  around: Surroundings,
  dialect: 're2' | 'perl',
): Lowered {
  switch (what) {
    case 'textStart':
      return around.atStart ? LOWERED_EMPTY : raw('^')
    case 'lineStart':
      if (around.atStart) return LOWERED_EMPTY
      return dialect === 're2' ? raw('(?<![^\\n])') : perlLineStart(around)
    case 'textEnd':
      return endsText(around) ? LOWERED_EMPTY : { ...raw('$'), endsText: true }
    case 'lineEnd':
      if (endsText(around)) return LOWERED_EMPTY
      return lookingAhead(dialect === 're2' ? '(?![^\\n])' : '(?![^\\n\\f\\r])(?<!\\r(?=\\n))')
    case 'softEnd':
      return endsText(around) ? LOWERED_EMPTY : lookingAhead('(?=[\\n\\f\\r]*$)')
    case 'wordBoundary':
      return raw('\\b')
    case 'notWordBoundary':
      return dialect === 're2' ? raw('\\B') : perlNotWordBoundary(around)
    case 'wordStart':
      return raw('\\b(?<!\\w)')
    case 'wordEnd':
      return raw('\\b(?<=\\w)')
  }
}

function endsText({ follow }: Surroundings): boolean {
  return follow !== undefined && follow.set.length === 0
}

/** No line starts between \r and \n. */
function perlLineStart({ follow }: Surroundings): Lowered {
  return follow !== undefined && !setCovers(follow.set, NEWLINE, NEWLINE)
    ? raw('(?<![^\\n\\f\\r])')
    : lookingAhead('(?:(?<![^\\n\\f])|(?<=\\r)(?!\\n))')
}

/** Boost's \B does not hold at the ends of the text. */
function perlNotWordBoundary(around: Surroundings): Lowered {
  return around.follow === undefined || endsText(around)
    ? lookingAhead('(?<=[^])\\B(?=[^])')
    : raw('(?<=[^])\\B')
}

function raw(source: string, linear = true): Lowered {
  return { ...LOWERED_EMPTY, node: { kind: 'raw', source, linear }, emptyAlways: false }
}

function lookingAhead(source: string): Lowered {
  return raw(source, false)
}
