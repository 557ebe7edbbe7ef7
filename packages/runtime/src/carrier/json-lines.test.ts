import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group as makeInfo, log, type LogValue } from '@sluice/plugin'
import type { JsonLayout } from '@sluice/plugin/columns'
import * as fc from 'fast-check'
import type { Group } from './group.ts'
import { heapGroup } from './test-support/heap-group.ts'

const plain: JsonLayout = { tags: false, time: 'none' }

function encode(group: Group, layout = plain): string {
  return Buffer.concat(group.encodeJson(layout)).toString()
}

/** Every string of UTF-16 units: halves of surrogate pairs, NUL and quotes are among them. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', '\0', '\n', '\u2028', '\ud800', '\udc00', '😀', 'ä', '漢'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
})

const typed: fc.Arbitrary<LogValue> = fc.letrec<{ value: LogValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
})).value

test('writes text and typed values as JSON.stringify does', () => {
  const property = fc.property(fc.array(fc.tuple(text, typed), { minLength: 1 }), (contents) => {
    const pairs = contents.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    assert.equal(encode(heapGroup([log({ contents })])), `{${pairs.join(',')}}\n`)
  })
  fc.assert(property)
})

test('writes bytes as JSON.stringify does their text: NUL escaped, what is no UTF-8 as U+FFFD', () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    text.map((string) => Buffer.from(string)),
    fc.constantFrom(
      Buffer.from('\ufeffwith a byte order mark'),
      Buffer.from([0xf0, 0x9f, 0x98]),
      Buffer.from([0xed, 0xa0, 0x80, 0xc0, 0x80]),
    ),
  )
  const property = fc.property(fc.array(bytes, { minLength: 1, maxLength: 6 }), (lines) => {
    const group = heapGroup()
    for (const line of lines) {
      group.reserve(line.length).set(line)
      const offset = group.commit(line.length)
      group.appendBytes(group.addRow(0, 0), group.key('content'), offset, line.length)
    }
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const expected = lines.map((line) => `${JSON.stringify({ content: decoder.decode(line) })}\n`)
    assert.equal(encode(group), expected.join(''))
  })
  fc.assert(property)
})

test('keeps all digits of big integers and writes typed bytes as text', () => {
  const contents = { big: 2n ** 64n, bytes: Buffer.from('\ufeffé'), deep: [1n, Buffer.from('x')] }
  assert.equal(
    encode(heapGroup([log({ contents })])),
    '{"big":18446744073709551616,"bytes":"\ufeffé","deep":[1,"x"]}\n',
  )
})

test('puts tags, time and prefix where the layout says and leaves out logs without contents', () => {
  const info = makeInfo({ 'a"b': 'ü\n', host: 'h' })
  const logs = [log({ contents: { x: '1' }, time: 7000 }), log(), log({ contents: { y: '2' } })]
  const group = heapGroup(logs, { info })
  const layout: JsonLayout = { tags: true, time: 'number-first', prefix: '> ' }
  assert.equal(
    encode(group, layout),
    '> {"a\\"b":"ü\\n","host":"h","__time__":7,"x":"1"}\n' +
      '> {"a\\"b":"ü\\n","host":"h","__time__":0,"y":"2"}\n',
  )
  assert.equal(
    encode(group, { tags: false, time: 'string-last' }),
    '{"x":"1","__time__":"7"}\n{"y":"2","__time__":"0"}\n',
  )
})

test('writes every pair of a key that occurs twice', () => {
  const contents: [string, string][] = [
    ['a', '1'],
    ['a', '2'],
  ]
  assert.equal(encode(heapGroup([log({ contents })])), '{"a":"1","a":"2"}\n')
})

test('gives large groups in several pieces', () => {
  const logs = Array.from({ length: 1000 }, (_, i) =>
    log({ contents: { i: String(i).repeat(100) } }),
  )
  const pieces = heapGroup(logs).encodeJson(plain)
  assert.ok(pieces.length > 1)
  assert.equal(Buffer.concat(pieces).toString().split('\n').length, 1001)
})
