import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import fc from 'fast-check'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { SourceKey: 'content' }

test('counts what became of events and warns once of those that are no objects', async () => {
  const logs = [
    { content: '{"a":1}' },
    { content: 'bad', n: '1' },
    { other: 'x' },
    { content: '[1]' },
  ]
  const { counts, warnings } = await processCounted(plugin, options, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 1,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
    discarded_events_total: 1,
  })
  const data = { sourceKey: 'content', events: 2, example: 'bad' }
  assert.deepEqual(warnings, [['values are not valid JSON objects', data]])
})

test('refuses to have no source field', async () => {
  await assert.rejects(runProcessor(plugin, { options: {}, events: [] }), LoadError)
})

test('an object gives the fields that its members are, the last of each name', async () => {
  const name = fc.oneof(fc.constantFrom('a', 'b', 'content', 'n'), fc.string({ maxLength: 4 }))
  const member = fc.tuple(name, fc.jsonValue({ maxDepth: 2 }))
  await fc.assert(
    fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 8 }), async (members) => {
      const inner = members.map((pair) => pair.map((each) => JSON.stringify(each)).join(':'))
      const events = [{ n: '0', content: `{${inner.join(',')}}` }]
      const [event] = (await runProcessor(plugin, { options, events })).events
      const expected = new Map<string, string>([['n', '0']])
      for (const [key, value] of members) expected.set(key, textOf(value))
      const found = event?.kind === 'log' ? [...event.contents] : []
      assert.deepEqual(new Map(found), expected)
      assert.equal(found.length, expected.size)
    }),
    { numRuns: 100 },
  )
})

function textOf(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
