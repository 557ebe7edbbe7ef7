import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import fc from 'fast-check'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const bare = { SourceKey: 'content', ExpandConnector: '', KeepSource: false }

async function parse(options: object, texts: readonly string[]) {
  const events = texts.map((content) => ({ content, n: '0' }))
  const result = await runProcessor(plugin, { options: { ...bare, ...options }, events })
  return result.events.map((event) => (event.kind === 'log' ? event.contents.slice(1) : []))
}

test('counts what became of events and warns of mistakes and missing fields', async () => {
  const logs = [{ content: '{"a":1}' }, { content: 'bad' }, { other: 'x' }, { content: '[]' }]
  const { counts, warnings } = await processCounted(plugin, { SourceKey: 'content' }, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 1,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
  })
  assert.deepEqual(warnings, [
    ['values are not valid JSON objects', { sourceKey: 'content', events: 2, example: 'bad' }],
    ['events lack the source field', { sourceKey: 'content', events: 1 }],
  ])
})

test('does not warn of missing fields if told so', async () => {
  const options = { SourceKey: 'content', NoKeyError: false }
  const { warnings } = await processCounted(plugin, options, [{ other: 'x' }])
  assert.deepEqual(warnings, [])
})

test('refuses to have no source field', async () => {
  await assert.rejects(runProcessor(plugin, { options: {}, events: [] }), LoadError)
})

type Member = readonly [name: string, value: unknown]

const members = fc.array(
  fc.tuple(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.jsonValue({ maxDepth: 2 })),
  { maxLength: 6 },
)

function objectText(list: readonly Member[]): string {
  return `{${list.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

test('one level gives each member with its text, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(members, { minLength: 1, maxLength: 20 }), async (objects) => {
      const found = await parse({ ExpandDepth: 1 }, objects.map(objectText))
      const expected = objects.map((list) => list.map(([name, value]) => [name, textOf(value)]))
      assert.deepEqual(found, expected)
    }),
    { numRuns: 20 },
  )
})

/** The fields as the options' descriptions have them, from the value itself. */
function flatten(value: object, prefix: string, level: number, depth: number): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const key = `${prefix}_${name}`
    const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    if (isObject && level !== depth) return flatten(inner, key, level + 1, depth)
    return [[key, textOf(inner)] satisfies [string, string]]
  })
}

test('any number of levels gives the fields that the parsed value has', async () => {
  const objects = fc.array(
    fc.object({ maxDepth: 4, maxKeys: 4, values: [fc.string(), fc.integer(), fc.constant(null)] }),
    { minLength: 1, maxLength: 20 },
  )
  await fc.assert(
    fc.asyncProperty(objects, fc.integer({ min: 0, max: 4 }), async (values, depth) => {
      const texts = values.map((value) => JSON.stringify(value))
      const found = await parse({ ExpandConnector: '_', ExpandDepth: depth }, texts)
      const plain = texts.map((text) => JSON.parse(text) as object)
      assert.deepEqual(
        found,
        plain.map((value) => flatten(value, '', 1, depth)),
      )
    }),
    { numRuns: 20 },
  )
})

test('nesting beyond 512 levels is a mistake', async () => {
  const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
  const [fine, deep] = await parse({ KeepSource: true }, [nested(512), nested(513)])
  assert.deepEqual(fine, [
    ['n', '0'],
    ['a'.repeat(512), '1'],
  ])
  assert.deepEqual(deep, [['n', '0']])
})

test('what has a very long name is not taken apart', async () => {
  const name = 'x'.repeat(1025)
  const found = await parse({}, [`{"${name}":{"b":1},"${name.slice(1)}":{"b":1}}`])
  assert.deepEqual(found, [
    [
      [name, '{"b":1}'],
      [`${name.slice(1)}b`, '1'],
    ],
  ])
})
