import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords, runAggregator } from '@sluice/testkit'
import plugin from './plugin_name.ts'

test('puts logs of one value together and tags the group with it', async () => {
  await using run = await runAggregator(plugin)
  await run.send(
    [
      { level: 'info', n: '1' },
      { level: 'error', n: '2' },
    ],
    { tags: { host: 'a' } },
  )
  await run.send([{ level: 'info', n: '3' }], { tags: { host: 'a' } })
  assert.equal(run.groups.length, 0, 'everything is held until the flush')
  await run.clock.advance('5s')
  assert.deepEqual(
    run.groups.map(({ tags, events }) => [tags, asRecords(events).map(({ n }) => n)]),
    [
      [{ host: 'a', level: 'info' }, ['1', '3']],
      [{ host: 'a', level: 'error' }, ['2']],
    ],
  )
})

test('keeps what came with different tags apart', async () => {
  await using run = await runAggregator(plugin, { options: { Field: 'level' } })
  await run.send([{ level: 'info' }], { tags: { host: 'a' } })
  await run.send([{ level: 'info' }], { tags: { host: 'b' } })
  await run.delivered()
  assert.deepEqual(
    run.groups.map(({ tags }) => tags['host']),
    ['a', 'b'],
  )
})
