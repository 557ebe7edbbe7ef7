import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { SourceKey: 'content', SplitSep: '::', SplitKeys: ['a', 'b'] }

test('counts events, and warns of missing values and a missing source field only if told so', async () => {
  const logs = [{ content: '1' }, { content: '1::2' }, { other: 'x' }]
  const quiet = await processCounted(plugin, options, logs)
  assert.deepEqual(quiet.warnings, [])
  assert.deepEqual(quiet.counts, {
    out_successful_events_total: 2,
    out_key_not_found_events_total: 1,
  })
  const asked = { ...options, NoKeyError: true, NoMatchError: true }
  const { warnings } = await processCounted(plugin, asked, logs)
  assert.deepEqual(warnings, [
    ['fields have fewer values than SplitKeys', { sourceKey: 'content', events: 1 }],
    ['events lack the source field', { sourceKey: 'content', events: 1 }],
  ])
})

test('refuses an empty separator', async () => {
  const refused = runProcessor(plugin, { options: { ...options, SplitSep: '' }, events: [] })
  await assert.rejects(refused, LoadError)
})
