import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { JsonScanner } from './json-scanner.ts'

const scanner = new JsonScanner()

function accepts(text: string): boolean {
  scanner.open(text)
  return scanner.value() && scanner.atEnd()
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** JSON text with white space, escapes and numbers as people and programs write them. */
const jsonText = fc
  .tuple(fc.json({ stringUnit: 'binary', maxDepth: 4 }), fc.constantFrom('', ' ', '\n', '\t\r'))
  .map(([text, space]) => text.replaceAll(/[[\]{},:]/g, (mark) => space + mark + space))

/** Pieces that JSON is made of, and some that it is not. */
const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '"',
    '"a"',
    '"\\u00e',
    '\\',
    '\\n',
    '\\u',
    'é',
    '😀',
  ],
  ...[
    '0',
    '1',
    '-',
    '+',
    '.',
    'e',
    'E',
    '12',
    '0.5',
    '1e3',
    'true',
    'false',
    'null',
    't',
    '\0',
    '\u2028',
  ],
)

test('accepts every valid text', () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      assert.equal(accepts(text), parses(text))
    }),
    { numRuns: 500 },
  )
})

test('accepts a mutated text just when it is still valid', () => {
  const mutation = fc.tuple(fc.nat(), fc.nat(3), token)
  fc.assert(
    fc.property(
      jsonText,
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      (valid, mutations) => {
        const text = mutations.reduce((mutated, [seed, removed, added]) => {
          const at = seed % (mutated.length + 1)
          return mutated.slice(0, at) + added + mutated.slice(at + removed)
        }, valid)
        assert.equal(accepts(text), parses(text))
      },
    ),
    { numRuns: 2000 },
  )
})

test('accepts a string of tokens just when it is valid', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
      const text = tokens.join('')
      assert.equal(accepts(text), parses(text))
    }),
    { numRuns: 5000 },
  )
})

test('decodes strings as JSON does', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
    fc.constantFrom('\\n', '\\/', '\\"', '\\\\', '\\u0041', '\\ud83d\\ude00', '\\ud800', '\ud800'),
  )
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const text = `"${units.join('')}"`
      fc.pre(parses(text))
      assert.ok(accepts(text))
      const decoded = JSON.parse(text) as string
      assert.equal(scanner.stringText(), text.includes('\\') ? decoded.toWellFormed() : decoded)
    }),
  )
})

test('goes as deep as 512 objects and arrays, and no deeper', () => {
  const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2)
  assert.ok(accepts(nested(512)))
  assert.ok(!accepts(nested(514)))
  assert.ok(!accepts('['.repeat(1_000_000)))
  assert.ok(accepts(`[${'[],'.repeat(1000)}{}]`), 'what was closed does not count')
})

test('a text of any length fits, and a short one after it', () => {
  const long = `["${'x'.repeat(200_000)}"]`
  assert.ok(accepts(long))
  assert.ok(accepts('[1]'))
  assert.ok(!accepts('[1'))
  assert.ok(accepts(`["${'y'.repeat(65_536 - 5)}"]`))
})
