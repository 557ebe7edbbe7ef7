import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords, caseFolders, runProcessor } from '@sluice/testkit'
import plugin from './plugin_name.ts'

// A test of every folder in cases/: the options, what goes in, and what must come out.
caseFolders(`${import.meta.dirname}/cases`, plugin)

test('counts the addresses it has hidden', async () => {
  const { events, run } = await runProcessor(plugin, {
    events: [{ content: 'ann@example.com to bob@example.com' }, { content: 'nobody' }],
  })
  assert.deepEqual(asRecords(events), [{ content: '*** to ***' }, { content: 'nobody' }])
  const hidden = run.metrics.find(({ name }) => name === 'hidden_addresses_total')
  assert.equal(hidden?.value, 2)
})
