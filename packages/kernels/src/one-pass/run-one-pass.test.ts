import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { readVectors } from '../regex/test-support/golden-vectors.ts'
import { compileBothWays, textsByProgram, textsByRegex } from './test-support/both-ways.ts'
import { anyOptions, anyPattern, anyValue } from './test-support/patterns.ts'

test('finds the match and groups of the RegExp in every value, of valid UTF-8 or not', () => {
  const outcomes = { match: 0, none: 0, undecided: 0 }
  const values = fc.array(anyValue, { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(anyPattern, anyOptions, values, (pattern, options, each) => {
      const both = compileBothWays(pattern, options)
      if (both === undefined) return
      for (const value of each) {
        const texts = textsByProgram(both.program, value)
        outcomes[texts === 'undecided' ? texts : texts === undefined ? 'none' : 'match']++
        if (texts === 'undecided') continue
        const shown = `${pattern} ${JSON.stringify(options)} on ${Buffer.from(value).toString('latin1')}`
        assert.deepEqual(texts, textsByRegex(both.regex, value), shown)
      }
    }),
    { numRuns: 4000, seed: 11 },
  )
  assert.ok(outcomes.match > 2000, JSON.stringify(outcomes))
  assert.ok(outcomes.none > 3000, JSON.stringify(outcomes))
  assert.ok(outcomes.undecided < outcomes.match / 4, JSON.stringify(outcomes))
})

for (const [name, dialect] of [
  ['go', 're2'],
  ['boost', 'perl'],
] as const) {
  test(`agrees with the RegExp on the vectors of ${name}`, () => {
    let programs = 0
    for (const { pattern, match = 'search', dotAll, cases = [] } of readVectors(name)) {
      const options = { dialect, match, ...(dotAll === undefined ? {} : { dotAll }) } as const
      const both = compileBothWays(pattern, options)
      if (both === undefined) continue
      programs++
      for (const { text } of cases) {
        const value = Buffer.from(text)
        const texts = textsByProgram(both.program, value)
        if (texts !== 'undecided') assert.deepEqual(texts, textsByRegex(both.regex, value), pattern)
      }
    }
    assert.ok(programs > 300, `${programs} programs`)
  })
}
