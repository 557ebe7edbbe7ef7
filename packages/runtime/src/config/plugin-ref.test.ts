import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { formatPluginRef, parsePluginRef } from './plugin-ref.ts'

test('reads a type, an alias and a priority', () => {
  assert.deepEqual(parsePluginRef('flusher_http'), { ref: { type: 'flusher_http' } })
  assert.deepEqual(parsePluginRef('ext_basicauth/mine'), {
    ref: { type: 'ext_basicauth', alias: 'mine' },
  })
  assert.deepEqual(parsePluginRef('processor_x#10'), { ref: { type: 'processor_x' }, priority: 10 })
})

test('drops the id that follows an alias', () => {
  assert.deepEqual(parsePluginRef('ext_basicauth/mine/5'), {
    ref: { type: 'ext_basicauth', alias: 'mine' },
  })
})

test('refuses every other form', () => {
  for (const text of ['', '/a', 'a/', 'a//b', 'a/b/c', 'a b', 'a#', 'a#x', '#1', ' a']) {
    assert.equal(parsePluginRef(text), undefined, JSON.stringify(text))
  }
})

test('reading what was written gives the same reference', () => {
  const word = fc.stringMatching(/^[^\s/#]{1,20}$/)
  const ref = fc.record({ type: word, alias: word }, { requiredKeys: ['type'] })
  fc.assert(
    fc.property(ref, (wanted) => {
      assert.deepEqual(parsePluginRef(formatPluginRef(wanted))?.ref, { ...wanted })
    }),
  )
})

test('no text makes it throw, and what it accepts it writes again', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '/', '#', '1', ' ', '_') }), (text) => {
      const parsed = parsePluginRef(text)
      if (parsed === undefined) return
      assert.ok(text.startsWith(formatPluginRef(parsed.ref)))
    }),
  )
})
