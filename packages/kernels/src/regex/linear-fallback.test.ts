import assert from 'node:assert/strict'
import { test } from 'node:test'

import { compileRegex } from './compile-regex.ts'
import { enableLinearFallback } from './linear-fallback.ts'
import { readVectors } from './test-support/golden-vectors.ts'

const CATASTROPHE = '^(?:(?:a|\\w)+)+$'
const UNPROTECTED = ['(?m)a$', 'a{17}', '(?:a{5}){4}']
const PROTECTED = ['(?i)é(?m:^)b', '\\pL+\\b.', 'a{16}', '(?:a{4,}){4}', '[^\\n]*?x']

/** By the documented rules at first, by V8 itself once the fallback is enabled. */
function protection(): ReadonlyMap<string, boolean> {
  const patterns = readVectors('go').filter(({ error, match }) => !error && match === undefined)
  const answers = new Map<string, boolean>()
  for (const { pattern } of patterns) {
    const options = { dialect: 're2', match: 'search', captures: false } as const
    try {
      answers.set(pattern, compileRegex(pattern, options).protectedFromBacktracking)
    } catch {
      // Refused; the golden vectors say which are.
    }
  }
  return answers
}

const byRules = protection()

test('tells by its rules what the linear engine runs', () => {
  const protect = (pattern: string) =>
    compileRegex(pattern, { dialect: 're2', match: 'search' }).protectedFromBacktracking
  assert.deepEqual(PROTECTED.filter(protect), PROTECTED)
  assert.deepEqual(UNPROTECTED.filter(protect), [])
})

test('with the fallback enabled, V8 confirms every protection the rules promise', () => {
  enableLinearFallback()
  const byEngine = protection()
  const promised = [...byRules].filter(([, isProtected]) => isProtected)
  assert.ok(promised.length > 300)
  assert.deepEqual(
    promised.filter(([pattern]) => byEngine.get(pattern) !== true),
    [],
  )
})

test('with the fallback enabled, an expression that would never end answers', () => {
  enableLinearFallback()
  const { regex } = compileRegex(CATASTROPHE, { dialect: 're2', match: 'search' })
  assert.equal(regex.test(`${'a'.repeat(50)}!`), false)
})
