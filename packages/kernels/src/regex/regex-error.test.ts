import assert from 'node:assert/strict'
import { test } from 'node:test'

import { compileRegex } from './compile-regex.ts'
import { RegexError } from './regex-error.ts'
import type { RegexErrorCode } from './regex-error.ts'

type Refusal = readonly [pattern: string, code: RegexErrorCode, offset: number, problem: string]

const RE2_REFUSALS: readonly Refusal[] = [
  ['a(b', 'REGEX_INVALID', 1, '( without )'],
  ['ab)', 'REGEX_INVALID', 2, ') without ('],
  ['ab[c', 'REGEX_INVALID', 2, '[ without ]'],
  ['a**', 'REGEX_INVALID', 2, 'repeat operator * after a repeat operator'],
  ['a|+', 'REGEX_INVALID', 2, 'repeat operator + with nothing to repeat'],
  ['a++', 'REGEX_INVALID', 2, 'repeat operator + after a repeat operator'],
  ['xa{1001}', 'REGEX_INVALID', 2, 'repeat count {1001}'],
  ['(?:a{40}){30}', 'REGEX_INVALID', 9, 'nested repeat counts'],
  ['(a)\\1', 'REGEX_INVALID', 3, 'back-reference \\1'],
  ['a(?=b)', 'REGEX_INVALID', 1, 'group syntax (?='],
  ['a(?>b)', 'REGEX_INVALID', 1, 'group syntax (?>'],
  ['a\\Z', 'REGEX_INVALID', 1, 'escape \\Z'],
  ['\\p{Klingon}', 'REGEX_INVALID', 0, 'Unicode class \\p{Klingon}'],
  ['[z-a]', 'REGEX_INVALID', 1, 'class range z-a'],
  ['[[:alhpa:]]', 'REGEX_INVALID', 1, 'class [:alhpa:]'],
  ['a\\', 'REGEX_INVALID', 1, 'trailing backslash'],
  ['a\ud800', 'REGEX_INVALID', 1, 'half a character'],
  [
    'x(?:(a)|b)*',
    'REGEX_UNSUPPORTED',
    10,
    'repeat of something in which group 1 may not take part',
  ],
  ['x(?:|a)*', 'REGEX_UNSUPPORTED', 7, 'repeat of something that prefers to match nothing'],
  ['a'.repeat(65_537), 'REGEX_LIMIT', 65_536, 'expression of 65537 characters'],
  ['('.repeat(251) + ')'.repeat(251), 'REGEX_LIMIT', 250, 'groups nested more than 250 deep'],
  ['()'.repeat(1001), 'REGEX_LIMIT', 2000, 'more than 1000 groups'],
  ['\\pL'.repeat(200), 'REGEX_LIMIT', 0, 'expression of more than 1048576 characters'],
  ['a{1000}'.repeat(9000), 'REGEX_LIMIT', 0, 'expression too large once translated'],
]

const PERL_REFUSALS: readonly Refusal[] = [
  ['a(?(1)b|c)', 'REGEX_UNSUPPORTED', 1, 'condition (?(…)…)'],
  ['a(?R)', 'REGEX_UNSUPPORTED', 1, 'recursion'],
  ['(a)(?1)', 'REGEX_UNSUPPORTED', 3, 'recursion'],
  ['(?<n>a)(?&n)', 'REGEX_UNSUPPORTED', 7, 'recursion'],
  ['(?|(a)|(b))', 'REGEX_UNSUPPORTED', 0, 'branch reset (?|…)'],
  ['a(*FAIL)', 'REGEX_UNSUPPORTED', 1, 'backtracking verb (*…)'],
  ['a\\Kb', 'REGEX_UNSUPPORTED', 1, 'escape \\K'],
  ['a\\C', 'REGEX_UNSUPPORTED', 1, 'escape \\C'],
  ['\\xE9', 'REGEX_UNSUPPORTED', 0, 'byte \\xE9'],
  ['[\\pL]', 'REGEX_UNSUPPORTED', 1, '\\p inside a class'],
  ['(a)?\\1', 'REGEX_UNSUPPORTED', 4, 'back-reference to group 1, which may not have taken part'],
  [
    '(?<=(a+))b',
    'REGEX_UNSUPPORTED',
    0,
    'group in an expression of varying length inside a look-behind',
  ],
  ['(?<=(?>a))b', 'REGEX_UNSUPPORTED', 0, 'atomic group or possessive repeat inside a look-behind'],
  ['(a*)*', 'REGEX_UNSUPPORTED', 4, 'repeat of something with a group that may match nothing'],
  ['\\2(a)', 'REGEX_INVALID', 0, 'back-reference to 2'],
  ['\\b+', 'REGEX_INVALID', 2, 'repeat operator after an assertion'],
  ['[\\w-.]', 'REGEX_INVALID', 3, 'hyphen inside a class'],
  ['a{3,2}', 'REGEX_INVALID', 1, 'repeat count {3,2}'],
  ['a{70000}', 'REGEX_LIMIT', 1, 'repeat count {70000}'],
]

for (const [dialect, refusals] of [
  ['re2', RE2_REFUSALS],
  ['perl', PERL_REFUSALS],
] as const) {
  for (const [pattern, code, offset, problem] of refusals) {
    const shown = pattern.length > 30 ? `${pattern.slice(0, 30)}…` : pattern
    test(`${dialect} refuses ${JSON.stringify(shown)}, naming the construct and its offset`, () => {
      assert.throws(
        () => compileRegex(pattern, { dialect, match: 'search' }),
        (error) => {
          assert.ok(error instanceof RegexError)
          assert.deepEqual([error.code, error.offset], [code, offset])
          assert.ok(error.message.startsWith(problem), error.message)
          assert.ok(error.message.includes(`offset ${offset}`))
          assert.ok(error.hint.endsWith('.'))
          return true
        },
      )
    })
  }
}
