import assert from 'node:assert/strict'
import { test } from 'node:test'

import { outcomeOf, readVectors } from './test-support/golden-vectors.ts'

const ACCEPTED = 'accepts what the original refuses'

/** Where Boost contradicts its own documentation, which is what the translation follows. */
const BOOST_FAULTS = [
  ['(?:$)+', 'Boost does not repeat a group that asserts the end of the text when it is there'],
  ['(?:(?=(.))|b)', 'Boost keeps what a group captured in a look-ahead that it has gone back over'],
  ['\\Z', 'Boost looks for \\Z before \\n and \\r only, then holds it to be before \\f too'],
] as const

test('agrees with Go on every pattern it does not refuse', () => {
  const outcomes = Map.groupBy(readVectors('go'), (vector) => outcomeOf(vector, 're2'))
  assert.deepEqual(counts(outcomes), {
    agrees: 948,
    'repeat of something in which a group may not take part': 20,
    'repeat of something that prefers to match nothing': 40,
  })
})

test('agrees with Boost on every pattern it does not refuse', () => {
  const outcomes = Map.groupBy(readVectors('boost'), (vector) => outcomeOf(vector, 'perl'))
  const accepted = outcomes.get(ACCEPTED) ?? []
  const deviating = outcomes.get('matches otherwise') ?? []
  outcomes.delete(ACCEPTED)
  outcomes.delete('matches otherwise')
  assert.deepEqual(counts(outcomes), {
    agrees: 962,
    '[.a.] inside a class': 2,
    '[=a=] inside a class': 2,
    '\\p inside a class': 2,
    'back-reference to a group, which may not have taken part': 4,
    'back-reference to n, a name of several groups': 2,
    'backtracking verb (*…)': 2,
    'branch reset (?|…)': 2,
    'byte \\xe9': 2,
    'class \\p{L}': 4,
    'class \\p{U}': 2,
    'class as the end of a range': 4,
    'condition (?(…)…)': 2,
    'counted repeat of something that may match nothing': 13,
    'escape \\C': 2,
    'escape \\G': 2,
    'escape \\K': 4,
    'escape \\X': 2,
    recursion: 2,
    'repeat of something in which a group may not take part': 19,
    'repeat of something that prefers to match nothing': 36,
    'repeat of something with a group that may match nothing': 18,
  })

  const extensions = accepted.filter(({ pattern }) => !/\(\?<[=!]/.test(pattern))
  assert.deepEqual(
    extensions.map(({ pattern }) => pattern),
    ['\\p{Lu}', '(?P<n>a)', '(?P<n>a)(?P=n)', '\\x{80}', '(?=)a'],
    'beside these, only look-behind of varying length is taken beyond what Boost takes',
  )

  assert.deepEqual(
    new Set(deviating.map(({ pattern }) => pattern)),
    new Set(BOOST_FAULTS.map(([pattern]) => pattern)),
  )
})

function counts(outcomes: ReadonlyMap<string, readonly unknown[]>): Record<string, number> {
  return Object.fromEntries(outcomes.entries().map(([outcome, list]) => [outcome, list.length]))
}
