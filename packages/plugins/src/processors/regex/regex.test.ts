import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { Regex: '(\\w+) (\\d+)', Keys: ['word', 'number'], SourceKey: 'content' }
const logs = [{ content: 'a 1' }, { content: 'bad' }, { other: 'x' }, { content: '' }]

test('counts what became of events and warns once of those that do not match', async () => {
  const { counts, warnings } = await processCounted(plugin, options, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 1,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
  })
  const data = { sourceKey: 'content', events: 2, example: 'bad' }
  assert.deepEqual(warnings, [['values do not match Regex', data]])
})

test('warns of a missing source field only if told so, and of no match unless told not to', async () => {
  const asked = { ...options, NoKeyError: true, NoMatchError: false }
  const { warnings } = await processCounted(plugin, asked, logs)
  assert.deepEqual(warnings, [
    ['events lack the source field', { sourceKey: 'content', events: 1 }],
  ])
})

test('warns at start of an expression that has fewer groups than there are keys', async () => {
  const { warnings } = await processCounted(plugin, { ...options, Regex: '(a)' }, [])
  assert.match(warnings[0]?.[0] ?? '', /fewer groups/)
})

test('an example is cut short', async () => {
  const { warnings } = await processCounted(plugin, options, [{ content: 'x'.repeat(1000) }])
  assert.equal(warnings[0]?.[1]['example'], 'x'.repeat(200))
})

test('refuses an expression that is not valid Go syntax, at its place', async () => {
  const refused = runProcessor(plugin, { options: { ...options, Regex: '(?=a)' }, events: [] })
  await assert.rejects(refused, (error: LoadError) => {
    assert.match(error.message, /processors\[0\]\.Regex|the expression cannot be used/)
    return error instanceof LoadError
  })
})

test('refuses to have no keys', async () => {
  const refused = runProcessor(plugin, { options: { ...options, Keys: [] }, events: [] })
  await assert.rejects(refused, LoadError)
})
