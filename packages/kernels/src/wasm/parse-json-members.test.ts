import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MATCHED, NO_MATCH, UNDECIDED } from '../one-pass/program.ts'
import { JsonMode } from './parse-members.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'
import { jsonDictionary, parseRows } from './test-support/parse-members-case.ts'

const memory = new KernelMemory()

/** The value of a member, or of the whole, by JavaScript itself; undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a member's text becomes. */
function valueOf(source: string, mode: number): string {
  if (source.startsWith('"')) return (JSON.parse(source) as string).toWellFormed()
  return source === 'null' && (mode & JsonMode.emptyNull) !== 0 ? '' : source
}

const unit = fc.oneof(
  fc.constantFrom('a', 'é', '語', '😀', ' ', '{', '}', '[', ',', ':', '/', '\x7f', '\u2028'),
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', '\\u0000', '\\u00E9'),
  fc.constantFrom(
    '\\u8a9E',
    '\\ud83d\\uDE00',
    '\\ud800',
    '\\uDFFF',
    '\\ud83d\\n',
    '\\ud800\\ud800',
  ),
  fc.nat(40).map((count) => 'x'.repeat(count)),
)
const inside = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''))
const string = inside.map((text) => `"${text}"`)
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      fc.nat(40).map((count) => `1${'0'.repeat(count)}`),
    ),
    fc.constantFrom('', '.0', '.123456789012345678'),
    fc.constantFrom('', 'e1', 'E+12', 'e-00'),
  )
  .map((parts) => parts.join(''))
const space = fc.constantFrom('', '', '', ' ', '\n', '\t\r ')
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(string, number, fc.constantFrom('true', 'false', 'null')),
    fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 3 })
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    fc
      .array(fc.tuple(space, string, space, tie('value')), { maxLength: 3 })
      .map(
        (all) => `{${all.map(([s, name, t, text]) => s + name + t + ':' + s + text).join(',')}}`,
      ),
  ),
}))
const name = fc.oneof(fc.constantFrom('a', 'time', 'sixteen letters!', 'seventeen letters'), inside)
const member = fc.tuple(name, value, space)
const members = fc.array(member, { maxLength: 6 })

type Members = readonly (readonly [name: string, value: string, space: string])[]

function objectText(all: Members): string {
  const parts = all.map(([key, text, s]) => `${s}"${key}"${s}:${s}${text}${s}`)
  return `{${parts.join(',')}}`
}

const mode = fc.constantFrom(0, JsonMode.emptyNull, JsonMode.uniqueKeys, JsonMode.uniqueKeys)

test('gives each member with its text, whatever its length and place', () => {
  let matched = 0
  fc.assert(
    fc.property(fc.array(members, { minLength: 1, maxLength: 6 }), mode, (objects, how) => {
      const texts = objects.map((all) => Buffer.from(objectText(all)))
      const rows = parseRows(memory, texts, { mode: how, dictionary: jsonDictionary() })
      for (const [index, { result, fields }] of rows.entries()) {
        const all = objects[index] as Members
        if (result === UNDECIDED) {
          assert.deepEqual(fields, [])
          assert.ok(mayBeUndecided(objects, all, how), objectText(all))
          continue
        }
        matched++
        assert.equal(result, MATCHED)
        const found = fields.map(([key, bytes]) => [key, bytes.toString()])
        const expected = all.map(([key, text]) => [parse(`"${key}"`), valueOf(text, how)])
        assert.deepEqual(found, expected)
      }
    }),
    { seed: 31, numRuns: 1500 },
  )
  assert.ok(matched > 2000, `only ${matched} objects`)
})

/** Whether a name is repeated in the object, is long, or is written in two ways. */
function mayBeUndecided(objects: readonly Members[], all: Members, how: number): boolean {
  const names = all.map(([key]) => key)
  if ((how & JsonMode.uniqueKeys) !== 0 && new Set(names).size < names.length) return true
  if (names.some((key) => Buffer.byteLength(key) > 128)) return true
  const spelled = new Set(objects.flat().map(([key]) => key))
  return new Set([...spelled].map((key) => parse(`"${key}"`))).size < spelled.size
}

const token = fc.constantFrom(
  ...[
    '',
    '"',
    '\\',
    '\\u12',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '+',
    '.',
    'e',
    '1',
    'null',
    't',
  ],
  ...['\0', '\n', ' ', '\x1f', 'é', '""', '{}', '"a":1'],
)

test('takes a text for an object just when it is one', () => {
  const counts: [number, number, number] = [0, 0, 0]
  const mutation = fc.tuple(fc.nat(), fc.nat(3), token)
  const mutated = fc
    .tuple(members, fc.array(mutation, { minLength: 1, maxLength: 2 }))
    .map(([all, mutations]) =>
      mutations.reduce((text, [seed, removed, added]) => {
        const at = seed % (text.length + 1)
        return text.slice(0, at) + added + text.slice(at + removed)
      }, objectText(all)),
    )
  const texts = fc.array(fc.oneof(mutated, value), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(texts, (list) => {
      const values = list.map((text) => Buffer.from(text))
      const rows = parseRows(memory, values, { mode: 0, dictionary: jsonDictionary() })
      for (const [index, { result, fields }] of rows.entries()) {
        const whole = parse(String(values[index]))
        counts[result as 0 | 1 | 2]++
        if (result === UNDECIDED) continue
        assert.equal(result, isObject(whole) ? MATCHED : NO_MATCH, list[index] ?? '')
        const names = result === NO_MATCH ? [] : Object.keys(whole as object)
        assert.deepEqual(new Set(fields.map(([key]) => key)), new Set(names))
      }
    }),
    { seed: 32, numRuns: 3000 },
  )
  assert.ok(counts[NO_MATCH] > 2000 && counts[MATCHED] > 500, String(counts))
})

test('keeps bytes that are no UTF-8, and reads nothing into them', () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((all) => all.filter((byte) => byte >= 0x80))
  fc.assert(
    fc.property(bytes, bytes, (key, text) => {
      const source = [Buffer.from('{"'), key, Buffer.from('":"'), text, Buffer.from('"}')]
      const [row] = parseRows(memory, [Buffer.concat(source)], {
        mode: 0,
        dictionary: jsonDictionary(),
      })
      assert.equal(row?.result, MATCHED)
      assert.deepEqual(row?.fields, [[Buffer.from(key).toString(), Buffer.from(text)]])
    }),
    { seed: 33, numRuns: 300 },
  )
})

test('what the next value begins with is not part of this one', () => {
  const whole = '{"a":1,"b":[true,{"c":"x\\n"}],"d":-1.5e3,"e":"long enough for a vector"}'
  for (let cut = 0; cut <= whole.length; cut++) {
    const texts = [whole, whole.slice(0, cut), whole.slice(cut), whole].map((text) =>
      Buffer.from(text),
    )
    const results = parseRows(memory, texts, { mode: 0, dictionary: jsonDictionary() }).map(
      ({ result }) => result,
    )
    const cuts = cut === 0 ? [0, 1] : cut === whole.length ? [1, 0] : [0, 0]
    assert.deepEqual(results, [1, ...cuts, 1], whole.slice(0, cut))
  }
})

test('objects and arrays in members are undecided where the mode excludes them, and when they are very deep', () => {
  const results = (text: string, how: number) =>
    parseRows(memory, [Buffer.from(text)], { mode: how, dictionary: jsonDictionary() })[0]?.result
  assert.equal(results('{"a":{},"b":[]}', 0), MATCHED)
  assert.equal(results('{"a":{},"b":1}', JsonMode.noObjects), UNDECIDED)
  assert.equal(results('{"a":[],"b":1}', JsonMode.noObjects), MATCHED)
  assert.equal(results('{"a":[],"b":1}', JsonMode.noArrays), UNDECIDED)
  const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
  assert.equal(results(nested(64), 0), MATCHED)
  assert.equal(results(nested(65), 0), UNDECIDED)
})
