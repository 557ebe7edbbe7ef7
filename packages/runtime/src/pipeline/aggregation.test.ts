import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Aggregator,
  counter,
  defineAggregator,
  defineFlusher,
  defineServiceInput,
  type Event,
  group as makeInfo,
  type Log,
  type LogContext,
} from '@sluice/plugin'
import { int, object } from '@sluice/plugin/schema'
import type { HeldGroup } from '@sluice/plugin/columns'
import { runAggregator } from '@sluice/testkit'
import { aggregator, Feed, serviceInput, Sink } from './test-support/small-plugins.ts'
import { startPipeline } from './test-support/start-pipeline.ts'

const noTags = { tags: [], topic: '', source: '', category: '', machineUuid: '' }

/** Holds groups until it is flushed. */
const holding = (extra: Partial<Aggregator> = {}): Aggregator => {
  const groups: HeldGroup[] = []
  return {
    ...extra,
    columns: { add: (group) => (groups.push(group), []), flush: () => groups.splice(0) },
  }
}

const common = { description: 'Made for a test.', stability: 'stable' } as const
const defaultAggregator = defineAggregator({
  ...common,
  type: 'aggregator_default',
  setup: () => holding(),
})

test('a pipeline of native plugins has no aggregator, any other has the default one', async () => {
  const native = { ...common, compat: 'native' } as const
  const sent = { a: '1' }
  for (const compat of ['native', 'extended'] as const) {
    const input = defineServiceInput({
      ...native,
      type: 'service_once',
      setup: () => ({ v1: { start: (collector) => collector.addData({}, sent) } }),
    })
    let events = 0
    const output = defineFlusher({
      ...common,
      compat,
      type: 'flusher_out',
      setup: () => ({ v1: { flush: (_, groups) => void (events += groups[0]?.logs.length ?? 0) } }),
    })
    await using run = await startPipeline({
      inputs: [input],
      flushers: [output],
      known: [defaultAggregator],
    })
    await run.clock.advance('1s')
    assert.equal(events, compat === 'native' ? 1 : 0)
    const ids = run.host.instances.map(({ plugin }) => plugin)
    assert.equal(ids.includes('aggregator_default/1'), compat === 'extended')
  }
})

test('the default aggregator has an id of its own, whatever alias the input has', async () => {
  const feed = new Feed()
  await using run = await startPipeline({
    inputs: [[feed.definition, { alias: 'mine' }]],
    flushers: [new Sink().definition],
    known: [defaultAggregator],
  })
  assert.deepEqual(
    run.host.instances.map(({ plugin }) => plugin),
    ['flusher_sink/1', 'aggregator_default/1', 'service_feed/mine'],
  )
})

test('a default aggregator that needs options is an error at the first input, not a crash', async () => {
  const demanding = defineAggregator({
    ...common,
    type: 'aggregator_default',
    config: object({ Size: int() }),
    setup: () => holding(),
  })
  const starting = startPipeline({
    inputs: [new Feed().definition],
    flushers: [new Sink().definition],
    known: [demanding],
  })
  await assert.rejects(starting, /does not accept empty options/)
})

test('flushes at the interval of the plugin, else of the pipeline', async () => {
  for (const [extra, milliseconds] of [
    [{ interval: 200 }, 200],
    [{}, 700],
    [{ interval: 0 }, 700],
  ] as const) {
    const feed = new Feed()
    const sink = new Sink()
    await using run = await startPipeline({
      global: { AggregatIntervalMs: 700 },
      inputs: [feed.definition],
      aggregators: [aggregator('holding', () => holding(extra))],
      flushers: [sink.definition],
    })
    await feed.send([{ a: '1' }])
    await run.clock.advance(milliseconds - 1)
    assert.equal(sink.events.length, 0)
    await run.clock.advance(1)
    assert.equal(sink.events.length, 1)
  }
})

test('flushes early once the input was idle for as long as the plugin says', async () => {
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    inputs: [feed.definition],
    aggregators: [aggregator('holding', () => holding({ idle: 50 }))],
    flushers: [sink.definition],
  })
  for (let i = 0; i < 10; i++) {
    await feed.send([{ a: String(i) }])
    await run.clock.advance(49)
    assert.equal(sink.events.length, 0, 'each event begins the waiting anew')
  }
  await run.clock.advance(1)
  assert.equal(sink.events.length, 10)
})

test('a request that waits for delivery is not kept waiting by the interval', async () => {
  const feed = new Feed()
  const other = new Feed('other')
  const sink = new Sink()
  await using run = await startPipeline({
    global: { AggregatIntervalMs: 60_000 },
    inputs: [feed.definition, other.definition],
    aggregators: [aggregator('holding', () => holding())],
    flushers: [sink.definition],
  })
  for (let i = 0; i < 5; i++) void other.send([{ other: String(i) }])
  void feed.send([{ a: '1' }])
  let answered = false
  void feed.collector.delivered().then(() => (answered = true))
  await run.clock.advance(0)
  assert.ok(answered)
  void other.send([{ other: 'late' }])
  await run.clock.advance('1s')
  assert.equal(sink.events.length, 6, 'what came later waits for the interval')
})

test('a v1 aggregator is given one log at a time with its context, and gives groups with tags, topic and source', async () => {
  const added: (readonly [string | undefined, LogContext])[] = []
  const logs: Log[] = []
  const flat = aggregator('flat', () => ({
    v1: {
      add(item, context) {
        added.push([item.get('n'), context])
        logs.push(item)
      },
      flush: () => [
        {
          ...noTags,
          tags: [{ key: 'by', value: 'flat' }],
          topic: 't',
          source: 's',
          logs: logs.splice(0),
        },
        { ...noTags, logs: [] },
      ],
    },
  }))
  await using run = await runAggregator(flat)
  await run.send([{ n: '1' }, counter('c', 1), { n: '2' }], {
    tags: { host: 'h' },
    source: 'in',
    topic: 'top',
  })
  await run.pipeline.clock.advance(0)
  assert.deepEqual(
    run.groups.map(({ tags, events }) => [tags, events.length]),
    [[{ host: 'h' }, 1]],
  )
  const context = { tags: { host: 'h' }, source: 'in', topic: 'top' }
  assert.deepEqual(added, [
    ['1', context],
    ['2', context],
  ])
  await run.stop()
  assert.deepEqual(
    run.groups.slice(1).map(({ tags, metadata, events }) => [tags, metadata, events.length]),
    [[{ by: 'flat' }, { __topic__: 't', __source__: 's' }, 2]],
  )
})

test('the context that a v1 input gave along reaches the aggregator as it is', async () => {
  const contexts: LogContext[] = []
  const flat = aggregator('flat', () => ({
    v1: { add: (_, context) => void contexts.push(context), flush: () => [] },
  }))
  const given = { source: 'file-1', tags: { host: 'h' }, own: { any: 'thing' } }
  const input = serviceInput('flat', () => ({
    v1: { start: (collector) => collector.addDataWithContext({}, { a: '1' }, given) },
  }))
  await using run = await startPipeline({
    inputs: [input],
    aggregators: [flat],
    flushers: [new Sink().definition],
  })
  await run.clock.advance(0)
  assert.equal(contexts[0], given)
})

test('a full aggregator is flushed and offered the rest again; nothing is given to it twice', async () => {
  const seen: string[] = []
  let room = 2
  const logs: Log[] = []
  const small = aggregator('small', () => ({
    v1: {
      add(item) {
        if (room === 0) return false
        room--
        seen.push(String(item.get('n')))
        logs.push(item)
        return true
      },
      flush() {
        room = 2
        return [{ ...noTags, logs: logs.splice(0) }]
      },
    },
  }))
  await using run = await runAggregator(small)
  await run.send(Array.from({ length: 5 }, (_, n) => ({ n: String(n) })))
  await run.pipeline.clock.advance('1s')
  assert.deepEqual(seen, ['0', '1', '2', '3', '4'])
  await run.stop()
  assert.equal(run.events.length, 5)
})

test('what a v2 aggregator collects is handed on even when it refuses the group of that call', async () => {
  const held: Event[] = []
  const seen: number[] = []
  const strict = aggregator('strict', () => ({
    v2: {
      async record({ events, length }, { collector }) {
        seen.push(length)
        if (held.length > 0) {
          await collector.collect(makeInfo(), ...held.splice(0))
          return false
        }
        held.push(...events)
        return true
      },
      getResult: () => ({ info: makeInfo(), events: held.splice(0) }),
    },
  }))
  await using run = await runAggregator(strict, { model: 'v2' })
  await run.send([{ n: '1' }])
  await run.send([{ n: '2' }])
  await run.pipeline.clock.advance('100ms')
  assert.equal(await run.stop(), true)
  assert.deepEqual(
    run.events.map((event) => event.kind === 'log' && event.contents),
    [[['n', '1']], [['n', '2']]],
  )
  assert.deepEqual(seen, [1, 1, 1])
})

test('a v2 aggregator is given the kinds it declares; the others pass by', async () => {
  const seen: string[] = []
  const metrics = aggregator(
    'metrics',
    () => ({
      v2: {
        record: ({ events }) => void seen.push(...events.map(({ kind }) => kind)),
        getResult() {},
      },
    }),
    { events: ['metric'] },
  )
  await using run = await runAggregator(metrics, { model: 'v2' })
  await run.send([{ n: '1' }, counter('c', 1), { n: '2' }])
  await run.send([{ n: '3' }])
  await run.pipeline.clock.advance(0)
  assert.deepEqual(seen, ['metric'])
  assert.equal(run.events.length, 3)
})

test('an aggregator that throws on some events sets them aside and holds the others', async () => {
  for (const model of ['v1', 'v2'] as const) {
    const logs: Log[] = []
    const events: Event[] = []
    const fussy = aggregator('fussy', () => ({
      v1: {
        add(item) {
          if (item.get('n') === '2') throw new Error('no')
          logs.push(item)
        },
        flush: () => [{ ...noTags, logs: logs.splice(0) }],
      },
      v2: {
        record(group) {
          for (const event of group.logs()) if (event.get('n') === '2') throw new Error('no')
          events.push(...group.events)
        },
        getResult: () => ({ info: makeInfo(), events: events.splice(0) }),
      },
    }))
    await using run = await runAggregator(fussy, { model })
    await run.send([{ n: '1' }, { n: '2' }, { n: '3' }])
    assert.equal(await run.stop(), true)
    assert.deepEqual(
      run.events.map((event) => event.kind === 'log' && event.contents[0]?.[1]),
      ['1', '3'],
    )
    assert.equal((await run.pipeline.deadLetters()).length, 1)
  }
})

test('a flush that throws is logged, and what is held comes with the next one', async () => {
  let fails = true
  const logs: Log[] = []
  const flaky = aggregator('flaky', () => ({
    v1: {
      add: (item) => void logs.push(item),
      flush() {
        if (fails) throw new Error('not now')
        return [{ ...noTags, logs: logs.splice(0) }]
      },
    },
  }))
  await using run = await runAggregator(flaky)
  await run.send([{ n: '1' }])
  await run.pipeline.clock.advance('3s')
  assert.equal(run.records.at(-1)?.message, 'aggregator failed to flush')
  fails = false
  assert.equal(await run.stop(), true)
  assert.equal(run.events.length, 1)
})
