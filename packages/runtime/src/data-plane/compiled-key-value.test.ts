import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyValueOptions } from '@sluice/plugin/columns'
import fc from 'fast-check'
import { plainKernels } from '../plain-kernels/plain-kernels.ts'
import { compiledKernels } from './compiled-kernels.ts'
import { SharedMemory } from './shared-memory.ts'
import { assertSameFields } from './test-support/same-fields.ts'

const memory = new SharedMemory()
const compiled = compiledKernels(memory)

const both = (options: KeyValueOptions) => {
  const plain = plainKernels.keyValue(options)
  const shared = compiled.keyValue(options)
  return { plain: plain.split.bind(plain), shared: shared.split.bind(shared) }
}

const USUAL: KeyValueOptions = {
  delimiter: '\t',
  separator: ':',
  quote: '',
  emptyKeyPrefix: 'empty_',
  noSeparatorPrefix: 'none_',
}

const options: fc.Arbitrary<KeyValueOptions> = fc.record({
  delimiter: fc.constantFrom(' ', '\t', '#?#', ':=', 'é', '語', '😀', '\\', '::'),
  separator: fc.constantFrom(':', '=', ':=', '=>', 'é', '语', '??'),
  quote: fc.constantFrom('', '"', "'", '""', '"""', 'é', '" ', ' "'),
  emptyKeyPrefix: fc.constantFrom('empty_', ''),
  noSeparatorPrefix: fc.constantFrom('none_', undefined),
})

const text = fc.constantFrom(
  ...[
    '',
    'a',
    'b',
    'level',
    'sixteen letters!',
    'a name of 21 letters.',
    'é',
    '語',
    '😀',
    ':',
    '=',
  ],
  ...[
    'k'.repeat(200),
    'x'.repeat(15),
    'y'.repeat(31),
    '\0',
    '\\',
    '#',
    '?',
    '\\"',
    ' \\"',
    '"',
    "'",
  ],
)
const line = options.chain((how) => {
  const mark = fc.constantFrom(
    how.delimiter,
    how.separator,
    how.separator,
    how.quote,
    ` \\${how.quote}`,
  )
  const quoted = fc
    .array(fc.oneof(text, mark), { maxLength: 4 })
    .map((parts) => how.quote + parts.join('') + how.quote)
  const pair = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(text, fc.oneof(text, quoted)).map((parts) => parts.join(how.separator)),
    },
    { weight: 1, arbitrary: quoted },
    {
      weight: 1,
      arbitrary: fc.array(fc.oneof(text, mark), { maxLength: 5 }).map((parts) => parts.join('')),
    },
  )
  const pairs = fc.array(pair, { maxLength: 8 }).map((all) => Buffer.from(all.join(how.delimiter)))
  const bytes = fc
    .array(fc.constantFrom(0x20, 0x3a, 0x22, 0x5c, 0xc3, 0xa9, 0xe8, 0xaa, 0x9e, 0x61), {
      maxLength: 40,
    })
    .map((units) => Uint8Array.from(units))
  const lines = fc.array(
    fc.oneof({ weight: 6, arbitrary: pairs }, { weight: 1, arbitrary: bytes }),
    {
      minLength: 4,
      maxLength: 30,
    },
  )
  return fc.tuple(fc.constant(how), lines)
})

test('pairs become the same fields by the kernel and in plain JavaScript', () => {
  let byBytes = 0
  fc.assert(
    fc.property(line, fc.boolean(), ([how, lines], mixed) => {
      const forms = both(how)
      // Twice: what was learned in one group serves the next.
      for (const _ of [1, 2])
        byBytes += assertSameFields(memory, lines, { ...forms, mixed }).byBytes
    }),
    { seed: 23, numRuns: 1500 },
  )
  assert.ok(byBytes > 40_000, `only ${byBytes} fields by the kernel`)
})

test('the kernel splits usual lines alone', () => {
  const forms = both({ ...USUAL, delimiter: ' ', separator: '=', quote: '"' })
  const lines = Array.from({ length: 300 }, (_, index) => {
    return Buffer.from(
      `time=${index} msg="said a=b \\" now" level=info alone "and quoted" =x ="y z" `,
    )
  })
  const { byBytes, fields } = assertSameFields(memory, lines, forms)
  assert.deepEqual(fields[7]?.slice(1), [
    ['time', '7'],
    ['msg', 'said a=b \\" now'],
    ['level', 'info'],
    ['none_0', 'alone'],
    ['none_1', 'and quoted'],
    ['empty_0', 'x'],
    ['empty_1', '"y'],
    ['none_2', 'z"'],
    ['none_3', ''],
  ])
  assert.equal(byBytes, 300 * 9)
})

test('pairs without a key by the hundred, and thousands of keys', () => {
  const forms = both(USUAL)
  const many = Buffer.from('\t'.repeat(200))
  const keys = Array.from({ length: 3000 }, (_, index) => Buffer.from(`usual:1\tkey${index}:2`))
  for (const _ of [1, 2]) assertSameFields(memory, [many, ...keys, many], forms)
})

test('an empty delimiter or separator is refused', () => {
  assert.throws(() => compiled.keyValue({ ...USUAL, delimiter: '' }), RangeError)
  assert.throws(() => compiled.keyValue({ ...USUAL, separator: '' }), RangeError)
})
