import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PluginMetrics } from './plugin-metrics.ts'

test('gives the numbers of the engine and of the plugin with their labels', () => {
  const metrics = new PluginMetrics('p', 'x/1')
  metrics.counter('in_events_total').add(2)
  metrics.counter('in_events_total').add()
  metrics.forPlugin.gauge('open').set(4)
  assert.deepEqual(metrics.samples(), [
    { pipeline: 'p', plugin: 'x/1', name: 'in_events_total', type: 'counter', value: 3 },
    { pipeline: 'p', plugin: 'x/1', name: 'open', type: 'gauge', value: 4 },
  ])
})

test('refuses a plugin its 101st name, and the engine none', () => {
  const metrics = new PluginMetrics('p', 'x/1')
  for (let i = 0; i < 100; i++) metrics.forPlugin.counter(`n${i}`)
  assert.throws(() => metrics.forPlugin.counter('n100'), {
    code: 'METRIC_TOO_MANY',
    message: /x\/1/,
  })
  assert.doesNotThrow(() => metrics.forPlugin.counter('n0'))
  assert.doesNotThrow(() => metrics.counter('failed_events_total'))
})
