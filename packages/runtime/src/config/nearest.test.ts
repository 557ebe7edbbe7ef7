import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { didYouMean, nearest } from './nearest.ts'

test('suggests the name that differs by a dropped, added, swapped or wrong letter', () => {
  for (const slip of ['FilePath', 'FilePathss', 'FielPaths', 'FilePoths']) {
    assert.deepEqual(nearest(slip, ['FilePaths', 'Regex', 'SourceKey']), ['FilePaths'], slip)
  }
})

test('a name that differs in case only comes alone', () => {
  assert.deepEqual(nearest('keys', ['Key', 'Keys', 'Kegs']), ['Keys'])
})

test('names the best first and no more than three', () => {
  assert.deepEqual(nearest('abcdef', ['xbcdez', 'abcdeg', 'abcdfe', 'bbcdef', 'zzzzzz']), [
    'abcdeg',
    'abcdfe',
    'bbcdef',
  ])
})

test('suggests nothing for a name that resembles no candidate, is empty or is absurdly long', () => {
  assert.deepEqual(nearest('password', ['FilePaths', 'Regex']), [])
  assert.deepEqual(nearest('', ['a']), [])
  assert.deepEqual(nearest('a'.repeat(200), ['a'.repeat(199)]), [])
})

test('words the suggestions as a question', () => {
  assert.equal(didYouMean([]), undefined)
  assert.equal(didYouMean(['a', 'b']), 'Did you mean "a" or "b"?')
})

test('any candidate is nearest to itself, in any case', () => {
  const name = fc.string({ minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(name, fc.array(name), (wanted, others) => {
      assert.ok(nearest(wanted, [...others, wanted]).includes(wanted))
      assert.ok(nearest(wanted.toLowerCase(), [...others, wanted]).length > 0)
    }),
  )
})

test('one edit away is always suggested, and what is suggested is a candidate', () => {
  const name = fc.stringMatching(/^[a-z_]{3,20}$/)
  fc.assert(
    fc.property(name, fc.nat(), fc.array(name, { maxLength: 5 }), (wanted, seed, others) => {
      const cut = seed % wanted.length
      const slip = wanted.slice(0, cut) + wanted.slice(cut + 1)
      assert.ok(nearest(slip, [wanted]).includes(wanted))
      const candidates = [...others, wanted]
      assert.ok(nearest(slip, candidates).every((found) => candidates.includes(found)))
    }),
  )
})
