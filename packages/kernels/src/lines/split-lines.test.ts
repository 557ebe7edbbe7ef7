import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { endOfLines, splitLines } from './split-lines.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'é', '日', '\n', '\n', '\r'), maxLength: 60 })

test('finds the lines that splitting the text finds, however small the output is', () => {
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 2, max: 9 }), (before, middle, after, size) => {
      const bytes = Buffer.from(before + middle + after)
      const from = Buffer.byteLength(before)
      const to = from + Buffer.byteLength(middle)
      const out = new Int32Array(size)
      const lines: string[] = []
      let start = from
      for (;;) {
        const count = splitLines(bytes, start, to, out, 0)
        for (let index = 0; index < count; index++) {
          const [offset = -1, length = -1] = out.subarray(2 * index)
          lines.push(bytes.toString('utf8', offset, offset + length))
        }
        start = endOfLines(start, out, 0, count)
        if (count < size >> 1) break
      }
      lines.push(bytes.toString('utf8', start, to))
      assert.deepEqual(lines, middle.split('\n'))
    }),
  )
})

test('keeps a carriage return in the line', () => {
  const out = new Int32Array(4)
  assert.equal(splitLines(Buffer.from('a\r\nb'), 0, 4, out, 0), 1)
  assert.deepEqual([...out], [0, 2, 0, 0])
})

test('writes from where it is told, whole pairs only', () => {
  const out = new Int32Array(6).fill(-1)
  const count = splitLines(Buffer.from('a\nbc\n\n'), 0, 6, out, 1)
  assert.equal(count, 2)
  assert.deepEqual([...out], [-1, 0, 1, 2, 2, -1])
  assert.equal(endOfLines(0, out, 1, count), 5)
})

test('reads shared memory and a view into the middle of it', () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(16), 4, 8)
  bytes.set(Buffer.from('x\nab\ny'))
  const out = new Int32Array(8)
  assert.equal(splitLines(bytes, 2, 8, out, 0), 1)
  assert.deepEqual([...out.subarray(0, 2)], [2, 2])
  assert.equal(endOfLines(2, out, 0, 1), 5)
})

test('without a line end there is nothing to take', () => {
  const out = new Int32Array(2)
  assert.equal(splitLines(Buffer.from('abc\n'), 0, 3, out, 0), 0)
  assert.equal(endOfLines(0, out, 0, 0), 0)
})
