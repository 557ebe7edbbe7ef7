import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import { OFFSET_KEY_METADATA } from '../../shared/offset-key.ts'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { Regex: '(\\w+) (\\d+)', Keys: ['word', 'number'], SourceKey: 'content' }

test('counts what became of events and warns once of those that do not match', async () => {
  const logs = [
    { content: 'a 1' },
    { content: 'bad', n: '1' },
    { other: 'x' },
    { content: 'worse' },
  ]
  const { counts, warnings } = await processCounted(plugin, options, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 1,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
    discarded_events_total: 1,
  })
  const data = { sourceKey: 'content', events: 2, example: 'bad' }
  assert.deepEqual(warnings, [['values do not match Regex', data]])
})

test('refuses an expression that is not valid Perl syntax', async () => {
  const refused = runProcessor(plugin, { options: { ...options, Regex: '(a' }, events: [] })
  await assert.rejects(refused, LoadError)
})

test('knows the field of the offset by the name the input gave it', async () => {
  const logs = [{ offset: '7', content: 'bad' }]
  const metadata = { [OFFSET_KEY_METADATA]: 'offset' }
  const { counts } = await processCounted(plugin, options, logs, metadata)
  assert.equal(counts['discarded_events_total'], 1)
})
