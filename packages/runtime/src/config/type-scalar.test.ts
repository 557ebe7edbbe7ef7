import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { losesDigits, type ScalarValue, typeScalar } from './type-scalar.ts'

const cases: readonly (readonly [string, ScalarValue])[] = [
  ['', null],
  ['~', null],
  ['NULL', null],
  ['nUll', 'nUll'],
  ['0', 0],
  ['-0', 0],
  ['+17', 17],
  ['010', 8],
  ['-010', -8],
  ['08', 8],
  ['0x1F', 31],
  ['-0x10', -16],
  ['0o17', '0o17'],
  ['1_000', '1_000'],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['.', '.'],
  ['1e3', 1000],
  ['1e', '1e'],
  ['1e999', '1e999'],
  ['-.inf', Number.NEGATIVE_INFINITY],
  ['.NaN', Number.NaN],
  ['y', true],
  ['Off', false],
  ['NO', false],
  ['tRUE', 'tRUE'],
  ['1.2.3', '1.2.3'],
  ['12:30', '12:30'],
  ['2024-01-01', '2024-01-01'],
]

for (const [text, value] of cases) {
  test(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, () => {
    assert.deepEqual(typeScalar(text), value)
  })
}

test('notices digits that a number cannot keep', () => {
  const loses = (text: string) => losesDigits(text, typeScalar(text))
  assert.equal(loses('12345678901234567891'), true)
  assert.equal(loses('9007199254740992'), false)
  assert.equal(loses('9007199254740993'), true)
  assert.equal(loses('1.5'), false)
})

test('any text has a value, and a string keeps its text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123xXeE.+-~yn fitu') }), (text) => {
      const value = typeScalar(text)
      losesDigits(text, value)
      if (typeof value === 'string') assert.equal(value, text)
    }),
    { numRuns: 2000 },
  )
})

test('every integer that is written plainly is that integer', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (integer) => {
      assert.equal(typeScalar(String(integer)), integer)
    }),
  )
})
