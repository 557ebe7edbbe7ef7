import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, raw, span } from '@sluice/plugin'
import { Feed, Sink } from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

const byTag = (more = {}) => ({ Match: { Type: 'tag', Key: 'team', Value: 'a', ...more } })
const byType = (Value: string) => ({ Match: { Type: 'event_type', Value } })
const trace = span('work', { traceId: 't', spanId: 's', startTime: 0, endTime: 1 })

test('a flusher is given the groups that have its tag; discarding the tag is its own business', async () => {
  const feed = new Feed()
  const [plain, discarding, all] = ['plain', 'discarding', 'all'].map((name) => new Sink(name)) as [
    Sink,
    Sink,
    Sink,
  ]
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: [
      [plain.definition, byTag()],
      [discarding.definition, byTag({ DiscardingTag: true })],
      all.definition,
    ],
  })
  await feed.send([{ n: '1' }, counter('c', 1)], { team: 'a', host: 'h' })
  await feed.send([{ n: '2' }], { team: 'b' })
  await feed.send([{ n: '3' }])
  assert.equal(await run.stop(), true)
  const first = [{ n: '1' }, 'metric']
  assert.deepEqual(plain.groups, [{ tags: { team: 'a', host: 'h' }, events: first }])
  assert.deepEqual(discarding.groups, [{ tags: { host: 'h' }, events: first }])
  assert.deepEqual(
    all.groups.map(({ tags }) => tags),
    [{ team: 'a', host: 'h' }, { team: 'b' }, {}],
  )
})

test('a flusher is given the groups whose first event is of its type', async () => {
  const feed = new Feed()
  const types = ['log', 'metric', 'trace']
  const sinks = types.map((type) => new Sink(type))
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: sinks.map((sink, index) => [sink.definition, byType(types[index]!)] as const),
  })
  await feed.send([{ n: '1' }, counter('c', 1)])
  await feed.send([counter('c', 1), { n: '2' }])
  await feed.send([trace])
  await feed.send([raw(Buffer.from('r'))])
  assert.equal(await run.stop(), true)
  assert.deepEqual(
    sinks.map(({ groups }) => groups.map(({ events }) => events)),
    [[[{ n: '1' }, 'metric']], [['metric', { n: '2' }]], [['span']]],
  )
  assert.equal(metricOf(run, '', 'unmatched_events_total'), 1)
})

test('what no flusher wants was filtered: it is counted and acknowledged', async () => {
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: [[sink.definition, byTag()]],
  })
  await feed.send([{ n: '1' }, { n: '2' }])
  feed.collector.checkpoint('offset', '2')
  await run.clock.advance(0)
  assert.equal(run.checkpoints.size, 1)
  assert.equal(metricOf(run, '', 'unmatched_events_total'), 2)
  assert.deepEqual(sink.groups, [])
})
