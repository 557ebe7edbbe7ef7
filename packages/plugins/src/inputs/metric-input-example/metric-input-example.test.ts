import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { asRecords, runInput } from '@sluice/testkit'
import plugin from './index.ts'

test('v1: makes a counter that starts behind 100 and a gauge below 100', async () => {
  await using run = await runInput(plugin, { options: { IntervalMs: 1000 } })
  await run.clock.advance('1500ms')
  const metrics = asRecords(run.events)
  const counted = metrics.filter(({ __name__ }) => __name__ === 'example_counter')
  assert.deepEqual(
    counted.map(({ __value__ }) => __value__),
    ['101', '102'],
  )
  const labels = JSON.stringify(counted[0]?.['__labels__'])
  assert.match(labels, new RegExp(`^"hostname#\\$#${hostname()}\\|ip#\\$#[\\d.]+"$`))
  const gauges = metrics.filter(({ __name__ }) => __name__ === 'example_gauge')
  assert.equal(gauges.length, 2)
  for (const { __value__ } of gauges) assert.match(JSON.stringify(__value__), /^"\d{1,2}"$/)
})

test('v2: makes the same as typed metrics', async () => {
  await using run = await runInput(plugin, { model: 'v2' })
  await run.clock.advance('1ms')
  const metrics = run.events.filter((event) => event.kind === 'metric')
  assert.deepEqual(
    metrics.map(({ name, metricType }) => [name, metricType]),
    [
      ['example_counter', 'counter'],
      ['example_gauge', 'gauge'],
    ],
  )
  assert.equal(metrics[0]?.value, 101)
  assert.equal(metrics[0].tags.get('hostname'), hostname())
})
