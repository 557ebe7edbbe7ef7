import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInput } from '@sluice/testkit'
import plugin from './index.ts'

const Tags = { tag1: 'aaaa', tag2: 'bbb' }
const Fields = { content: 'xxx', number: 1.5, flag: true }
const START_SECONDS = Date.UTC(2026, 0, 1) / 1000

test('v1: makes a log of tags, index and fields at each poll', async () => {
  await using run = await runInput(plugin, {
    options: { Tags, Fields, Index: 7, IntervalMs: 1000 },
  })
  await run.clock.advance('1ms')
  const contents = [
    ['tag1', 'aaaa'],
    ['tag2', 'bbb'],
    ['Index', '8'],
    ['content', 'xxx'],
    ['number', '1.5'],
    ['flag', 'true'],
  ]
  assert.deepEqual(run.take(), [{ kind: 'log', time: START_SECONDS, contents }])
  await run.clock.advance('1s')
  const [next] = run.take()
  assert.deepEqual(next?.kind === 'log' && next.contents[2], ['Index', '9'])
})

test('v1: OpenPrometheusPattern makes metrics carried by logs, labels sorted by key', async () => {
  const options = { Tags: { z: '1', ...Tags }, Fields, OpenPrometheusPattern: true }
  await using run = await runInput(plugin, { options })
  await run.clock.advance('1ms')
  const contents = [
    ['__name__', 'metrics_mock'],
    ['__time_nano__', `${START_SECONDS}000000000`],
    ['__labels__', 'content#$#xxx|flag#$#true|number#$#1.5|tag1#$#aaaa|tag2#$#bbb|z#$#1'],
    ['__value__', '1'],
  ]
  assert.deepEqual(run.events, [{ kind: 'log', time: START_SECONDS, contents }])
})

test('v2: makes a single and a multiple value metric, what is no number typed', async () => {
  const options = { Tags, Fields, GroupMeta: { meta: 'm' }, GroupTags: { group: 'g' } }
  await using run = await runInput(plugin, { options, model: 'v2' })
  await run.clock.advance('1ms')
  const [group] = run.groups
  assert.equal(group?.tags['group'], 'g')
  assert.equal(group.metadata['meta'], 'm')
  const metrics = group.events.filter((event) => event.kind === 'metric')
  assert.deepEqual(
    metrics.map(({ name, metricType, value, typedValues, tags, timestamp }) => ({
      name,
      metricType,
      value,
      typed: typedValues.toJSON(),
      tags: tags.toJSON(),
      timestamp,
    })),
    [
      {
        name: 'single_metrics_mock',
        metricType: 'counter',
        value: 1,
        typed: {},
        tags: Tags,
        timestamp: BigInt(START_SECONDS) * 1_000_000_000n,
      },
      {
        name: 'multi_values_metrics_mock',
        metricType: 'untyped',
        value: { Index: 1, number: 1.5 },
        typed: { content: 'xxx', flag: true },
        tags: Tags,
        timestamp: BigInt(START_SECONDS) * 1_000_000_000n,
      },
    ],
  )
})
