import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { SourceKey: 'content', SplitSep: ',', SplitKeys: ['a', 'b'] }

test('counts what became of events and warns once of misplaced quotes', async () => {
  const quoting = { ...options, QuoteFlag: true, Quote: '"' }
  const logs = [{ content: '1,2' }, { content: '"1"2' }, { other: 'x' }, { content: '1,"2' }]
  const { counts, warnings } = await processCounted(plugin, quoting, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 1,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
  })
  const data = { sourceKey: 'content', events: 2, example: '"1"2' }
  assert.deepEqual(warnings, [['a closing quote is missing or misplaced', data]])
})

test('warns of missing values and of a missing source field only if told so', async () => {
  const logs = [{ content: '1' }, { content: '1,' }, { content: '1,2' }, { other: 'x' }]
  assert.deepEqual((await processCounted(plugin, options, logs)).warnings, [])
  const asked = { ...options, NoKeyError: true, NoMatchError: true }
  const { warnings } = await processCounted(plugin, asked, logs)
  assert.deepEqual(warnings, [
    ['fields have fewer values than SplitKeys', { sourceKey: 'content', events: 2 }],
    ['events lack the source field', { sourceKey: 'content', events: 1 }],
  ])
})

for (const SplitSep of ['', '::', 'é', '😀']) {
  test(`refuses ${JSON.stringify(SplitSep)} as a separator`, async () => {
    const refused = runProcessor(plugin, { options: { ...options, SplitSep }, events: [] })
    await assert.rejects(refused, LoadError)
  })
}

test('refuses a quote that is no single byte', async () => {
  const refused = runProcessor(plugin, { options: { ...options, Quote: '“' }, events: [] })
  await assert.rejects(refused, LoadError)
})
