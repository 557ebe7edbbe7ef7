import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, log } from '@sluice/plugin'
import { Feed, flusher, processor } from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

/** What reaches the end of a pipeline, with everything that normalising may touch. */
async function through(global: Readonly<Record<string, unknown>>) {
  const received: unknown[] = []
  const sink = flusher('sink', {
    v2: {
      export(groups) {
        for (const { tags, events } of groups) {
          const seen = events.map((event) => {
            return event.kind === 'log' ? [event.timestamp, [...event.entries()]] : event.kind
          })
          received.push({ tags: tags.toJSON(), events: seen })
        }
      },
    },
  })
  const emptying = processor('emptying', {
    v1: {
      processLogs(logs) {
        for (const item of logs) item.delete('empty')
        return logs
      },
    },
  })
  const feed = new Feed()
  const run = await startPipeline({
    global,
    inputs: [feed.definition],
    processors: [emptying],
    flushers: [sink],
  })
  await feed.send(
    [
      log({ contents: { a: '1' }, time: 5_000_000_006n }),
      log({ contents: { empty: 'x' }, time: 5n }),
      counter('c', 1),
      log({ contents: { b: '2' } }),
    ],
    { host: 'h' },
  )
  await feed.send([log({ contents: { empty: 'x' } })])
  feed.collector.checkpoint('offset', 'end')
  assert.equal(await run.stop(), true)
  assert.equal(run.checkpoints.size, 1, 'what was left out is acknowledged')
  return {
    received,
    emptyLogs: metricOf(run, '', 'empty_logs_total'),
    now: BigInt(run.clock.seconds()) * 1_000_000_000n,
  }
}

test('in a v1 pipeline empty logs are left out, a missing time is now, and nanoseconds are dropped', async () => {
  const { received, emptyLogs, now } = await through({})
  assert.deepEqual(received, [
    {
      tags: { host: 'h' },
      events: [[5_000_000_000n, [['a', '1']]], 'metric', [now, [['b', '2']]]],
    },
  ])
  assert.equal(emptyLogs, 2)
})

test('EnableTimestampNanosecond keeps nanoseconds', async () => {
  const { received } = await through({ EnableTimestampNanosecond: true })
  const [group] = received as { events: unknown[] }[]
  assert.deepEqual(group?.events[0], [5_000_000_006n, [['a', '1']]])
})

test('UsingOldContentTag turns tags into contents of the logs that are left', async () => {
  const { received, emptyLogs, now } = await through({ UsingOldContentTag: true })
  const tag = ['__tag__:host', 'h']
  assert.deepEqual(received, [
    { tags: {}, events: [[5_000_000_000n, [['a', '1'], tag]], 'metric', [now, [['b', '2'], tag]]] },
  ])
  assert.equal(emptyLogs, 2)
})

test('a v2 pipeline leaves all of it as it is', async () => {
  const { received, emptyLogs } = await through({ StructureType: 'v2', UsingOldContentTag: true })
  assert.deepEqual(received, [
    {
      tags: { host: 'h' },
      events: [[5_000_000_006n, [['a', '1']]], [5n, []], 'metric', [0n, [['b', '2']]]],
    },
    { tags: {}, events: [[0n, []]] },
  ])
  assert.equal(emptyLogs, 0)
})
