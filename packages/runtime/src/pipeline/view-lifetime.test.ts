import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  counter,
  type Event,
  type EventGroup,
  group as makeInfo,
  type Log,
  log,
  type LogEvent,
  type LogGroup,
  type MetricEvent,
  type PipelineContext,
} from '@sluice/plugin'
import { asRecords, runProcessor } from '@sluice/testkit'
import { aggregator, Feed, flusher, processor, Sink } from './test-support/small-plugins.ts'
import { startPipeline } from './test-support/start-pipeline.ts'

const expired = (plugin: string): object => ({
  code: 'EVENT_EXPIRED',
  message: new RegExp(`^${plugin}/1 `),
})
const events = [{ a: '1' }, counter('requests', 1, { tags: { code: '200' } })]

/** What a careless plugin keeps of a call. */
interface Kept {
  logs: Log[]
  group: EventGroup
  events: readonly Event[]
  context: PipelineContext
}

for (const way of ['returns', 'throws', 'resolves', 'rejects'] as const) {
  test(`a view is of no use once the call it was given to ${way}`, async () => {
    const kept: Partial<Kept> = {}
    const fail = (): never => {
      throw new Error('as asked')
    }
    const careless = processor('careless', {
      v2: {
        process(group, context) {
          if (kept.group === undefined)
            Object.assign(kept, { group, events: group.events, context })
          if (way === 'throws') fail()
          if (way === 'resolves') return Promise.resolve(group)
          return way === 'rejects' ? Promise.reject(new Error('as asked')) : group
        },
      },
    })
    const flat = processor('flat', {
      v1: {
        processLogs(logs) {
          kept.logs ??= logs
          if (way === 'throws') fail()
          if (way === 'resolves') return Promise.resolve(logs)
          return way === 'rejects' ? Promise.reject(new Error('as asked')) : logs
        },
      },
    })
    const feed = new Feed()
    await using run = await startPipeline({
      inputs: [feed.definition],
      processors: [
        [careless, { OnError: 'pass' }],
        [flat, { OnError: 'pass' }],
      ],
      flushers: [new Sink().definition],
    })
    await feed.send(events)
    await run.stop()
    const { logs, group, events: views, context } = kept as Kept
    const [event, metric] = views as [LogEvent, MetricEvent]
    assert.throws(() => logs[0]?.get('a'), expired('processor_flat'))
    assert.throws(() => logs[0]?.contents, expired('processor_flat'))
    assert.throws(() => logs[0]?.set('a', '2'), expired('processor_flat'))
    assert.throws(() => event.get('a'), expired('processor_careless'))
    assert.throws(() => event.keep(), expired('processor_careless'))
    assert.throws(() => metric.name, expired('processor_careless'))
    assert.throws(() => group.events, expired('processor_careless'))
    assert.throws(() => group.tags, expired('processor_careless'))
    assert.throws(() => context.collector.collect(makeInfo(), log()), expired('processor_careless'))
  })
}

test('an expired view that is returned or collected by a later call is refused, whatever has become of its bytes', async () => {
  let flatView: Log | undefined
  let eventView: Event | undefined
  let metricView: Event | undefined
  const late = processor('late', {
    v2: {
      process(group) {
        const { info } = group
        eventView ??= group.events.find(({ kind }) => kind === 'log')
        metricView ??= group.events.find(({ kind }) => kind === 'metric')
        return [
          {
            info,
            events: group.events.some(({ kind }) => kind === 'metric')
              ? [metricView!]
              : [eventView!],
          },
        ]
      },
    },
  })
  const flat = processor('flat', { v1: { processLogs: (logs) => [(flatView ??= logs[0]!)] } })
  for (const [plugin, sent] of [
    [late, [{ a: '1' }]],
    [late, [counter('c', 1)]],
    [flat, [{ a: '1' }]],
  ] as const) {
    flatView = eventView = metricView = undefined
    const feed = new Feed()
    const sink = new Sink()
    await using run = await startPipeline({
      inputs: [feed.definition],
      processors: [plugin],
      flushers: [sink.definition],
    })
    await feed.send(sent)
    await feed.send(sent)
    await run.stop()
    assert.equal(sink.events.length, 1)
    const [letter] = await run.deadLetters()
    assert.match(String(letter?.['error']), /used an event, group or collector after the call/)
  }
})

test('keep copies an event out of its call, so that it can come back in a later one', async () => {
  const kept: Log[] = []
  const keptEvents: Event[] = []
  const keeping = processor('keeping', {
    v1: {
      processLogs(logs) {
        kept.push(...logs.map((item) => item.keep()))
        for (const item of logs) item.set('a', 'changed')
        return kept.length < 2 ? [] : kept
      },
    },
  })
  const keepingEvents = processor('keeping_events', {
    v2: {
      process(group) {
        keptEvents.push(...group.events.map((event) => event.keep()))
        return { info: group.info, events: keptEvents }
      },
    },
  })
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    inputs: [feed.definition],
    processors: [keeping, keepingEvents],
    flushers: [sink.definition],
  })
  for (const a of ['first, and long enough to be a slice of something', 'second'])
    await feed.send([{ a }])
  await run.stop()
  assert.deepEqual(sink.events, [
    { a: 'first, and long enough to be a slice of something' },
    { a: 'second' },
  ])
})

test('flushers of one pipeline see the same group and cannot change it for each other', async () => {
  const errors: unknown[] = []
  const attempt = (work: () => unknown): void => {
    try {
      work()
    } catch (error) {
      errors.push((error as { code?: string }).code)
    }
  }
  const greedy = flusher('greedy', {
    v2: {
      export([group]) {
        for (const event of group?.events ?? []) {
          if (event.kind === 'log') attempt(() => event.set('a', 'spoiled'))
          if (event.kind === 'metric') attempt(() => (event.value = 99))
          if (event.kind !== 'raw') event.tags.add('spoiled', 'yes')
        }
        group?.tags.add('spoiled', 'yes')
      },
    },
  })
  const greedyV1 = flusher('greedy_v1', {
    v1: {
      flush(_destination, groups) {
        for (const item of (groups[0]?.logs ?? []) as Log[]) {
          attempt(() => item.append('b', 'spoiled'))
          item.contents.push({ key: 'b', value: 'spoiled' })
        }
      },
    },
  })
  let seen: unknown
  const last = flusher('last', {
    v2: {
      export([group]) {
        seen = {
          tags: group?.tags.toJSON(),
          events: group?.events.map((event) => {
            if (event.kind === 'log') return [...event.entries(), event.tags.toJSON()]
            return event.kind === 'metric' ? [event.value, event.tags.toJSON()] : []
          }),
        }
      },
    },
  })
  const feed = new Feed()
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: [greedy, greedyV1, last],
  })
  await feed.send(events, { host: 'h' })
  await run.stop()
  assert.deepEqual(
    errors,
    Array.from(errors, () => 'EVENT_READ_ONLY'),
  )
  assert.equal(errors.length, 3)
  assert.deepEqual(seen, {
    tags: { host: 'h' },
    events: [
      [['a', '1'], {}],
      [1, { code: '200' }],
    ],
  })
})

test('the groups of flushers expire too', async () => {
  let flat: LogGroup | undefined
  let group: EventGroup | undefined
  const one = flusher('one', { v1: { flush: (_destination, groups) => void (flat = groups[0]) } })
  const two = flusher('two', { v2: { export: (groups) => void (group = groups[0]) } })
  const feed = new Feed()
  await using run = await startPipeline({ inputs: [feed.definition], flushers: [one, two] })
  await feed.send(events)
  await run.stop()
  assert.throws(() => flat?.logs, expired('flusher_one'))
  assert.throws(() => group?.events, expired('flusher_two'))
})

test('aggregators are given events that stay valid', async () => {
  const held: Event[] = []
  const holding = aggregator('holding', () => ({
    v2: {
      record: (group) => void held.push(...group.events),
      getResult: () => ({ info: makeInfo(), events: held.splice(0) }),
    },
  }))
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    inputs: [feed.definition],
    aggregators: [holding],
    flushers: [sink.definition],
  })
  await feed.send([{ a: 'long enough to be a slice of something' }])
  await feed.send([{ a: 'another one' }])
  await run.clock.advance('1s')
  assert.deepEqual(
    held.map((event) => event.kind === 'log' && event.get('a')),
    ['long enough to be a slice of something', 'another one'],
  )
  assert.ok(await run.stop())
  assert.equal(sink.events.length, 2)
})

test('what a plugin has handed over does not change when it goes on using its own event', async () => {
  const metric = counter('requests', 1)
  const own = log({ contents: { a: '1' } })
  const { events: received } = await runProcessor(
    processor('emitting', {
      v2: {
        async process({ info }, { collector }) {
          await collector.collect(info, metric, own)
          await collector.collect(info, metric, own)
          return { info, events: [metric] }
        },
      },
    }),
    { model: 'v2', events: [{ x: '1' }] },
  )
  metric.value = 100
  own.set('a', '2')
  assert.deepEqual(
    received.map((event) => event.kind === 'metric' && event.value),
    [1, 1, false, 1, false],
  )
  assert.deepEqual(asRecords(received), [{ a: '1' }, { a: '1' }])
})
