import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { findJsonError } from './find-json-error.ts'

test('valid JSON has no error', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.equal(findJsonError(text), undefined)
    }),
  )
})

test('a stray character is found where it stands', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.equal(
        findJsonError(`{"a": ${text} §, "b": "long enough to be cut"}`)?.at,
        7 + text.length,
      )
      assert.equal(findJsonError(`[${text}, §]`)?.at, 3 + text.length)
    }),
  )
})

test('any text gives an offset within it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:01-.eE\\u tfn') }), (text) => {
      const error = findJsonError(text)
      assert.ok(error === undefined || (error.at >= 0 && error.at <= text.length))
    }),
  )
})
