import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findMissingLine } from './find-missing-line.ts'

test('promised lines may have others between them', () => {
  assert.equal(findMissingLine('a\nb\nc\n', ['a', 'c']), undefined)
})

test('promised lines come in their order, each once', () => {
  assert.equal(findMissingLine('a\nb\n', ['b', 'a']), 'a')
  assert.equal(findMissingLine('a\n', ['a', 'a']), 'a')
})

test('a line has to be there whole, but for blanks at its end', () => {
  assert.equal(findMissingLine('a line\n', ['a']), 'a')
  assert.equal(findMissingLine('a line  \r\n', ['a line']), undefined)
})

test('an ellipsis stands for any text and everything else for itself', () => {
  assert.equal(findMissingLine('built in 1.2 s (3 files)', ['built in … s (… files)']), undefined)
  assert.equal(findMissingLine('axb', ['a.b']), 'a.b')
})
