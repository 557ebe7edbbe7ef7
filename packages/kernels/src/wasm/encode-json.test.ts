import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertEncodes, type JsonCase } from './test-support/json-case.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'

const memory = new KernelMemory()
const plenty = { keys: ['k'], head: '{', time: 'none', capacity: 64 * 1024 } as const

function assertEncodesValues(values: readonly Uint8Array[]): void {
  // Few enough for their worst case.
  for (let from = 0; from < values.length; from += 500) {
    const rows = values
      .slice(from, from + 500)
      .map((value) => ({ seconds: 0, fields: [[0, value] as const] }))
    assertEncodes(memory, { ...plenty, rows })
  }
}

/** Bytes at the edges of what may stand at some place of a UTF-8 sequence, and what JSON escapes. */
const edges = [
  ...[0x00, 0x09, 0x1f, 0x20, 0x22, 0x41, 0x5c, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf],
  ...[
    0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
  ],
]

const token = fc.oneof(
  fc.nat(40).map((length) => Buffer.alloc(length, 'plain text ')),
  fc
    .constantFrom(
      '"',
      '\\',
      '\n',
      '\r\t\b\f',
      '\0',
      '\u001f',
      '\u007f',
      'é',
      '日本',
      '\ufeff',
      '😀',
      '\u2028',
    )
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 4 }),
  fc.array(fc.constantFrom(...edges), { maxLength: 4 }).map((bytes) => Uint8Array.from(bytes)),
)
const value = fc
  .array(token, { maxLength: 6 })
  .map((tokens) => new Uint8Array(Buffer.concat(tokens)))
const KEYS = [
  '',
  'k',
  'content',
  'fifteen bytes',
  'a "quoted" key \\ of more than sixteen bytes',
  '鍵\n',
]
const field = fc.tuple(fc.nat(KEYS.length - 1), value)
const row = fc.record({
  seconds: fc.constantFrom(0, 9, 10, 1_700_000_000, 1_700_000_001, 4_294_967_295),
  fields: fc.array(field, { maxLength: 5 }),
})
const anyCase: fc.Arbitrary<JsonCase> = fc
  .record({
    rows: fc.array(row, { maxLength: 8 }),
    order: fc.option(fc.array(fc.nat(100), { maxLength: 12 }), { nil: undefined }),
    head: fc.constantFrom(
      '{',
      '{"__tag__":"x",',
      `prefix of a line: {"t":"${'long '.repeat(20)}",`,
    ),
    time: fc.constantFrom('none', 'number-first', 'string-last'),
    capacity: fc.oneof(fc.nat(700), fc.nat(4000), fc.constant(64 * 1024)),
  })
  .map(({ rows, order, ...rest }) => {
    const positions = rows.length === 0 ? undefined : order?.map((n) => n % rows.length)
    return { keys: KEYS, rows, positions, ...rest }
  })

test('writes what JSON.stringify makes of the decoded bytes, in pieces of any size', () => {
  fc.assert(
    fc.property(anyCase, (json) => {
      assertEncodes(memory, json)
    }),
    { seed: 2, numRuns: 1500 },
  )
})

test('goes on in another call where the room for one ended', () => {
  const rows = Array.from({ length: 20 }, (_, n) => ({
    seconds: n,
    fields: [[0, Buffer.from(`value ${n}`)] as const],
  }))
  const calls = assertEncodes(memory, { ...plenty, time: 'string-last', capacity: 400, rows })
  assert.ok(calls > 2 && calls < 20, `${calls} calls`)
})

test('escapes and decodes every byte at every place of a vector', () => {
  for (let length = 1; length <= 34; length++) {
    for (let at = 0; at < length; at++) {
      const values = Array.from({ length: 256 }, (_, byte) => {
        const bytes = Buffer.alloc(length, 'x')
        bytes[at] = byte
        return bytes
      })
      assertEncodesValues(values)
    }
  }
})

test('decodes every pair of bytes', () => {
  assertEncodesValues(
    Array.from({ length: 65_536 }, (_, pair) => Uint8Array.of(pair >> 8, pair & 0xff)),
  )
})

test('decodes every sequence of three and four bytes that are at an edge', () => {
  const leads = edges.filter((byte) => byte >= 0x80)
  for (const first of leads) {
    const threes = edges.flatMap((second) =>
      edges.map((third) => Uint8Array.of(first, second, third)),
    )
    assertEncodesValues(threes)
    if (first < 0xed) continue
    const fours = threes.flatMap((three) =>
      [0x41, 0x80, 0xbf, 0xc2].map((fourth) => Uint8Array.of(...three, fourth)),
    )
    assertEncodesValues(fours)
  }
})

test('copies every character', () => {
  for (let from = 0; from < 0x11_0000; from += 0x800) {
    if (from === 0xd800) continue
    const points = Array.from({ length: 0x800 }, (_, index) => from + index)
    assertEncodesValues([Buffer.from(String.fromCodePoint(...points))])
  }
})
