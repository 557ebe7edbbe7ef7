import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DelimiterOptions } from '../delimiter/split-text.ts'
import type { ExtractRow } from './test-support/extract-case.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'
import { assertSplits } from './test-support/split-case.ts'

const memory = new KernelMemory()

const flags = {
  trim: fc.boolean(),
  lastEmpty: fc.boolean(),
  strict: fc.boolean(),
  requireAll: fc.boolean(),
  rest: fc.constantFrom('each', 'tail', 'joined', 'none'),
}
const byOneByte = fc.record({
  separator: fc.constantFrom(',', '\t', '\0'),
  quote: fc.constantFrom('', '"', '"', "'"),
  ...flags,
})
const byText = fc.record({
  separator: fc.constantFrom('||', ', ', ',,,', 'aba', 'é', ',a,b,c,d'),
  quote: fc.constant(''),
  ...flags,
})

const piece = fc.oneof(
  fc.constantFrom(
    ',',
    '"',
    '""',
    ',"',
    '",',
    '"a""b"',
    '|',
    '||',
    ' ',
    '\r',
    'a',
    'aba',
    '\t',
    '\0',
  ),
  fc.constantFrom(', ', ',,,', ',a,b,c,d', '\xc3\xa9', '\xff', "'", "','"),
  fc.nat(40).map((count) => 'x'.repeat(count)),
)
const value = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => Buffer.from(pieces.join(''), 'latin1'))
const row: fc.Arbitrary<ExtractRow> = fc.record({
  value,
  others: fc.nat(2),
  room: fc.constantFrom(0, 0, 1, 3, 9),
  source: fc.constantFrom('bytes', 'bytes', 'bytes', 'bytes', 'bytes', 'none', 'overlay'),
})
const table = {
  rows: fc.array(row, { minLength: 3, maxLength: 8 }),
  keyCount: fc.integer({ min: 1, max: 5 }),
  restKeyCount: fc.constantFrom(1, 1, 3, 20),
  leavesOut: fc.boolean(),
  spareRuns: fc.nat(12),
  outRoom: fc.constantFrom(0, 5, 40, 10_000),
}

for (const [name, options] of Object.entries({ 'one byte': byOneByte, 'a text': byText })) {
  test(`splits at ${name} as the twin does, wherever a table is full`, () => {
    let decided = 0
    fc.assert(
      fc.property(options as fc.Arbitrary<DelimiterOptions>, fc.record(table), (how, each) => {
        const lastEmpty = how.lastEmpty || how.rest === 'joined'
        decided += assertSplits(memory, { options: { ...how, lastEmpty }, ...each })
      }),
      { numRuns: 1500, seed: 21 },
    )
    assert.ok(decided > 4000, `only ${decided} values were split by the kernel`)
  })
}

test('finds a separator and a quote at every place of every number of vectors', () => {
  const options = {
    separator: ',',
    quote: '"',
    trim: false,
    lastEmpty: true,
    strict: true,
  } as const
  for (let length = 0; length <= 140; length++) {
    for (let at = 0; at <= length; at++) {
      const bare = `${'x'.repeat(at)},${'y'.repeat(length - at)}`
      const quoted = `"${'x'.repeat(at)}""${'y'.repeat(length - at)}",z`
      const rows = [bare, quoted, `${bare},"`].map((text): ExtractRow => {
        return { value: Buffer.from(text), others: 0, room: 0, source: 'bytes' }
      })
      const decided = assertSplits(memory, {
        options: { ...options, requireAll: true, rest: 'each' },
        ...{ rows, keyCount: 2, restKeyCount: 1, leavesOut: false, spareRuns: 9, outRoom: 10_000 },
      })
      assert.equal(decided, 3)
    }
  }
})
