import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAggregator } from '@sluice/testkit'
import plugin from './index.ts'

test('batches and numbers as aggregator_context does', async () => {
  await using run = await runAggregator(plugin)
  await run.send([{ n: '1' }], { source: 'reader', tags: { host: 'h' } })
  await run.send([{ n: '2' }], { source: 'reader', tags: { host: 'h' } })
  await run.clock.advance('5s')
  assert.deepEqual(
    run.groups.map(({ tags, events }) => [tags, events.length]),
    [[{ host: 'h', __pack_id__: 'reader-1' }, 2]],
  )
})
