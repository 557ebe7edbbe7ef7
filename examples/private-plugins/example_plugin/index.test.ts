import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords, runInput } from '@sluice/testkit'
import plugins from '../index.ts'

const plugin = plugins[0]!

test('makes a log every five seconds', async () => {
  await using run = await runInput(plugin)
  await run.clock.advance('10s')
  assert.deepEqual(asRecords(run.events), [{ host: '1.1.1.1' }, { host: '1.1.1.1' }])
})

test('makes a counter in a v2 pipeline, at the interval that is asked for', async () => {
  await using run = await runInput(plugin, { model: 'v2', options: { interval: '1s' } })
  await run.clock.advance('3s')
  assert.deepEqual(
    run.events.map((event) => event.kind === 'metric' && [event.name, event.tags.toJSON()]),
    Array.from({ length: 3 }, () => ['test_metric', { hello: 'world' }]),
  )
})
