import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAggregator } from '@sluice/testkit'
import plugin from './index.ts'

test('puts logs of different sources together', async () => {
  await using run = await runAggregator(plugin, { options: { PackFlag: false } })
  await run.send([{ n: '1' }], { source: 'a', tags: { host: 'h' } })
  await run.send([{ n: '2' }], { source: 'b', tags: { host: 'h' } })
  await run.clock.advance('5s')
  assert.deepEqual(
    run.groups.map(({ tags, metadata, events }) => [tags, metadata, events.length]),
    [[{ host: 'h' }, {}, 2]],
  )
})

test('keeps different tags and topics apart', async () => {
  await using run = await runAggregator(plugin, { options: { Topic: 'mine' } })
  await run.send([{ n: '1' }], { tags: { host: 'a' } })
  await run.send([{ n: '2' }], { tags: { host: 'b' } })
  await run.send([{ n: '3' }], { tags: { host: 'b' }, topic: 'given' })
  await run.clock.advance('5s')
  assert.deepEqual(
    run.groups.map(({ metadata }) => metadata['__topic__']),
    ['mine', 'mine', 'given'],
  )
})

test('numbers all groups under one prefix', async () => {
  await using run = await runAggregator(plugin, { options: { MaxLogCount: 1 } })
  await run.send([{ n: '1' }], { source: 'a' })
  await run.send([{ n: '2' }], { source: 'b' })
  await run.clock.advance('5s')
  const [first, second] = run.groups.map(({ tags }) => tags['__pack_id__'] ?? '')
  assert.match(first ?? '', /^[0-9A-F]{16}-1$/)
  assert.equal(second, first?.replace(/1$/, '2'))
})
