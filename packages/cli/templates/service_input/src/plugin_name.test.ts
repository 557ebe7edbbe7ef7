import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords, runInput } from '@sluice/testkit'
import plugin from './plugin_name.ts'

test('sends a heartbeat at each interval', async () => {
  await using run = await runInput(plugin, { options: { Interval: '10s' } })
  await run.clock.advance('9s')
  assert.equal(run.events.length, 0)
  await run.clock.advance('11s')
  assert.deepEqual(
    asRecords(run.events).map(({ heartbeat }) => heartbeat),
    ['1', '2'],
  )
})

test('goes on counting after a restart', async () => {
  await using first = await runInput(plugin)
  await first.clock.advance('3s')
  await first.stop()
  await using second = await runInput(plugin, { checkpoints: first.checkpoints })
  await second.clock.advance('1s')
  assert.equal(asRecords(second.events)[0]?.['heartbeat'], '4')
})
