import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type JsonKernel, type JsonOptions, SLAB_SIZE } from '@sluice/plugin/columns'
import fc from 'fast-check'
import { plainKernels } from '../plain-kernels/plain-kernels.ts'
import { compiledKernels } from './compiled-kernels.ts'
import { SharedMemory } from './shared-memory.ts'
import { assertSameFields, type Extract } from './test-support/same-fields.ts'

const memory = new SharedMemory()
const compiled = compiledKernels(memory)

const NATIVE: JsonOptions = {
  family: 'native',
  prefix: '',
  expandDepth: 1,
  connector: '',
  expandArray: false,
}

const both = (how: JsonOptions) => ({
  plain: extractor(plainKernels.json(how)),
  shared: extractor(compiled.json(how)),
})

const extractor = (json: JsonKernel): Extract => json.extract.bind(json)

const options: fc.Arbitrary<JsonOptions> = fc.record({
  family: fc.constantFrom('native' as const, 'extended' as const),
  prefix: fc.constantFrom('', '_', 'ä.'),
  expandDepth: fc.constantFrom(1, 1, 1, 0, 2),
  connector: fc.constantFrom('', '_'),
  expandArray: fc.boolean(),
})

const part = fc.constantFrom(
  ...['a', 'abc', 'é', '😀', '\\n', '\\u00e9', '\\ud83d\\ude00', '\\ud800', '\\\\', '\\"', '\\/'],
  ...['\\u0000', 'x'.repeat(15), 'y'.repeat(17), '\\uDC00\\uD800', '{', '[', ',', ':'],
)
const string = fc.array(part, { maxLength: 6 }).map((parts) => `"${parts.join('')}"`)
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('"a"', '"b"', '"time"', '"level of detail"') },
  { weight: 1, arbitrary: string },
  {
    weight: 1,
    arbitrary: fc.constantFrom(`"${'k'.repeat(31)}"`, `"${'k'.repeat(200)}"`, '"\\u0061"'),
  },
)
const scalar = fc.oneof(
  string,
  fc.constantFrom(
    '0',
    '-0',
    '12345678901234567890',
    '1.5',
    '1e-7',
    '0.1E+2',
    'true',
    'false',
    'null',
  ),
)
const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r ')
const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  ),
  object: objectOf(tie('value')),
}))
function objectOf(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(name, inner, space), { maxLength: 5 })
    .map((all) => `{${all.map(([key, text, s]) => `${s}${key}${s}:${s}${text}`).join(',')}}`)
}
const object = objectOf(value)
/** Pieces that make most texts invalid, in the middle of a text. */
const broken = fc
  .tuple(
    object,
    fc.nat(),
    fc.nat(2),
    fc.constantFrom('', '"', '\\', '{', '}', ',', '0', '\0', ' ', 'e', '[', 'é', '\\u12'),
  )
  .map(([text, seed, removed, added]) => {
    const at = seed % (text.length + 1)
    return text.slice(0, at) + added + text.slice(at + removed)
  })
const line = fc.oneof(
  { weight: 5, arbitrary: object.map((text) => Buffer.from(text)) },
  { weight: 3, arbitrary: broken.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: broken.map((text) => Buffer.from(text, 'latin1')) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
)

test('members become the same fields by the kernel and in plain JavaScript', () => {
  let byBytes = 0
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 6, maxLength: 30 }),
      options,
      fc.boolean(),
      (lines, how, mixed) => {
        const kernels = both(how)
        // Twice: what was learned in one group serves the next.
        for (const _ of [1, 2])
          byBytes += assertSameFields(memory, lines, { ...kernels, mixed }).byBytes
      },
    ),
    { seed: 17, numRuns: 1500 },
  )
  assert.ok(byBytes > 12_000, `only ${byBytes} fields by the kernel`)
})

test('the kernel takes usual lines apart alone, and unescapes strings', () => {
  const lines = Array.from({ length: 500 }, (_, index) => {
    return Buffer.from(
      `{"time": ${index}, "message":"said \\"x\\"\\n", "tags":{"a":[1]},"none":null}`,
    )
  })
  const { byBytes, fields } = assertSameFields(memory, lines, both(NATIVE))
  assert.equal(byBytes, 2000)
  assert.deepEqual(fields[7]?.slice(1), [
    ['time', '7'],
    ['message', 'said "x"\n'],
    ['tags', '{"a":[1]}'],
    ['none', ''],
  ])
})

test('thousands of different names are no obstacle, nor do they stay in the way', () => {
  const kernels = both(NATIVE)
  const lines = Array.from({ length: 3000 }, (_, index) => {
    return Buffer.from(`{"usual":1,"name${index}":2,"other${index % 7}":3}`)
  })
  for (const _ of [1, 2, 3]) assertSameFields(memory, lines, kernels)
  const usual = Array.from({ length: 50 }, () => Buffer.from('{"usual":1,"as":"always"}'))
  assertSameFields(memory, usual, kernels)
  assert.equal(assertSameFields(memory, usual, kernels).byBytes, 100)
})

test('nesting of any depth, and strings with escapes that fill the slab', () => {
  const nested = (depth: number) =>
    Buffer.from(`{"a":${'[{"b":'.repeat(depth)}1${'}]'.repeat(depth)}}`)
  assertSameFields(memory, [31, 32, 33, 255, 256, 300].map(nested), both(NATIVE))
  const long = Buffer.from(`{"a":"\\n${'x'.repeat(SLAB_SIZE / 16)}","b":"\\t"}`)
  const { byBytes } = assertSameFields(
    memory,
    Array.from({ length: 12 }, () => long),
    both(NATIVE),
  )
  assert.ok(byBytes > 0 && byBytes < 24, `${byBytes} fields`)
})

test('members by the thousand', () => {
  const members = Array.from({ length: 900 }, (_, index) => `"m${index}":${index}`)
  const wide = Buffer.from(`{${members.join(',')}}`)
  const kernels = both(NATIVE)
  assertSameFields(memory, [wide, wide], kernels)
  assertSameFields(memory, [wide, wide], kernels)
  assert.equal(assertSameFields(memory, [wide, wide], kernels).byBytes, 1800)
})
