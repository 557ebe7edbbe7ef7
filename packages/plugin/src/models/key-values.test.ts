import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyValues } from './key-values.ts'

test('keeps the order of insertion; a key that is added again keeps its place', () => {
  const tags = new KeyValues<string>({ b: '1', a: '2' })
  tags.add('c', '3').add('b', '4').addAll({ d: '5', a: '6' })
  assert.deepEqual(
    [...tags],
    [
      ['b', '4'],
      ['a', '6'],
      ['c', '3'],
      ['d', '5'],
    ],
  )
  assert.deepEqual(
    tags.sorted().map(([key]) => key),
    ['a', 'b', 'c', 'd'],
  )
  assert.equal(tags.size, 4)
})

test('reads nothing for a missing key, whatever its name', () => {
  const tags = new KeyValues<string>({ a: '1' })
  assert.deepEqual(
    [tags.get('toString'), tags.has('constructor'), tags.delete('x')],
    [undefined, false, false],
  )
  tags.add('__proto__', 'p')
  assert.equal(tags.get('__proto__'), 'p')
  assert.deepEqual(Object.entries(tags.toJSON()), [
    ['a', '1'],
    ['__proto__', 'p'],
  ])
})

test('merges, clones and is made of pairs or of another one', () => {
  const tags = new KeyValues<string>([
    ['a', '1'],
    ['b', '2'],
  ])
  const clone = tags.clone()
  tags.merge(new KeyValues({ b: '3', c: '4' }))
  assert.deepEqual(tags.toJSON(), { a: '1', b: '3', c: '4' })
  assert.deepEqual(new KeyValues(clone).toJSON(), { a: '1', b: '2' })
  assert.ok(tags.delete('a'))
  assert.equal(clone.has('a'), true)
})
