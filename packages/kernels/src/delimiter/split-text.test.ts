import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type DelimiterOptions, Split, splitText } from './split-text.ts'

const plain: DelimiterOptions = {
  separator: ',',
  quote: '',
  trim: false,
  lastEmpty: true,
  strict: false,
  requireAll: false,
  rest: 'each',
}

function split(text: string, options: Partial<DelimiterOptions>, keyCount = 2) {
  const values: string[] = []
  const result = splitText(text, { ...plain, ...options }, keyCount, values)
  return [result, ...values]
}

const text = fc.string({ unit: fc.constantFrom(',', '"', 'a', 'é', '😀', '\0', '\n') })

test('values are the text, joined by separators', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(',', '","', 'é'), fc.nat(5), (value, separator, keyCount) => {
      const [, ...values] = split(value, { separator }, keyCount)
      assert.deepEqual(values, value.split(separator))
      const [result, ...firsts] = split(value, { separator, rest: 'tail' }, keyCount)
      assert.equal(firsts.join(separator), value)
      assert.equal(result, values.length < keyCount ? Split.short : Split.all)
    }),
    { seed: 31 },
  )
})

test('values that were quoted come back', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), fc.boolean(), (values, strict) => {
      const quoted = values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')
      assert.deepEqual(split(quoted, { quote: '"', strict }, values.length), [Split.all, ...values])
    }),
    { seed: 32 },
  )
})

test('a wrong quote fails: all of a strict value, else what stands behind it', () => {
  for (const wrong of ['"b"c', '"b', '"', '"b" ,']) {
    const value = `a,${wrong}`
    assert.deepEqual(split(value, { quote: '"' }), [Split.failed, 'a'])
    assert.deepEqual(split(value, { quote: '"', strict: true }), [Split.failed])
  }
})

test('only a strict value is checked behind its last key', () => {
  const how = { quote: '"', rest: 'none' } as const
  assert.deepEqual(split('a,b,"', how), [Split.all, 'a', 'b'])
  assert.deepEqual(split('a,b,"', { ...how, strict: true }), [Split.failed])
  assert.deepEqual(split('a,b,"c"', { ...how, strict: true }), [Split.all, 'a', 'b'])
})

test('what is left over becomes what was asked for', () => {
  const value = 'a,b,"c""",'
  const expected = {
    each: ['c"', ''],
    tail: ['"c""",'],
    joined: [',c",'],
    none: [],
  }
  for (const [rest, values] of Object.entries(expected)) {
    const how = { rest, quote: '"', strict: true } as DelimiterOptions
    assert.deepEqual(split(value, how), [Split.all, 'a', 'b', ...values])
  }
  assert.deepEqual(split('a,b,"c""",', { rest: 'joined' }), [Split.all, 'a', 'b', ',"c""",'])
})

test('the last value may be empty, or none', () => {
  assert.deepEqual(split('a,', {}), [Split.all, 'a', ''])
  assert.deepEqual(split('', {}), [Split.short, ''])
  assert.deepEqual(split('a,', { lastEmpty: false }), [Split.short, 'a'])
  assert.deepEqual(split('"a",', { lastEmpty: false, quote: '"' }), [Split.short, 'a'])
  assert.deepEqual(split('', { lastEmpty: false }), [Split.short])
})

test('blanks around a value do not count when trimmed', () => {
  assert.deepEqual(split('  a, b \r \r', { trim: true }), [Split.all, 'a', ' b'])
  assert.deepEqual(split('\ra', { trim: true }), [Split.short, '\ra'])
  assert.deepEqual(split('  \r', { trim: true }), [Split.blank])
  assert.deepEqual(split('', { trim: true }), [Split.blank])
})

test('too few values may be a failure', () => {
  assert.deepEqual(split('a', { requireAll: true }), [Split.failed])
  assert.deepEqual(split('a,b', { requireAll: true }), [Split.all, 'a', 'b'])
})
