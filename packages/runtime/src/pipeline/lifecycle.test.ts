import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  defineExtension,
  defineFlusher,
  defineMetricInput,
  defineServiceInput,
  group as makeInfo,
  log,
  type PluginDefinition,
} from '@sluice/plugin'
import {
  aggregator,
  Feed,
  flusher,
  processor,
  serviceInput,
  Sink,
} from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

const common = { description: 'Made for a test.', stability: 'stable' } as const

/** A pipeline with a plugin of every kind that writes down what happens to it. */
function recorded() {
  const happened: string[] = []
  const note = (what: string): void => void happened.push(what)
  const stop = (what: string) => ({ stop: () => note(`${what} stop`) })
  const service = defineServiceInput({
    ...common,
    type: 'service_in',
    setup(_, { signal }) {
      note('service setup')
      signal.addEventListener('abort', () => note('inputs end'))
      return {
        ...stop('service'),
        onPipelineRemoved: () => note('removed'),
        v2: {
          async startService({ collector }, stopped) {
            note('service start')
            await new Promise((resolve) => stopped.addEventListener('abort', resolve))
            await collector.collect(makeInfo(), log({ contents: { from: 'service' } }))
            note('service end')
          },
        },
      }
    },
  })
  const metric = defineMetricInput({
    ...common,
    type: 'metric_in',
    setup: () => ({ ...stop('metric'), v1: { collect: () => note('poll') } }),
  })
  const processing = processor('middle', {
    ...stop('processor'),
    v1: { processLogs: (logs) => (note('process'), logs) },
  })
  const aggregating = aggregator('end', ({ signal }) => {
    note('aggregator setup')
    signal.addEventListener('abort', () => note('work ends'))
    return {
      ...stop('aggregator'),
      columns: { add: (group) => (note('add'), [group]), flush: () => (note('flush'), []) },
    }
  })
  const delivering = defineFlusher({
    ...common,
    type: 'flusher_out',
    async setup(_, context) {
      await context.extension('ext_shared/one')
      note('flusher setup')
      return {
        ...stop('flusher'),
        start: () => note('flusher start'),
        setUrgent: (urgent) => note(`urgent ${urgent}`),
        v1: { flush: () => note('deliver') },
      }
    },
  })
  const shared = defineExtension({
    ...common,
    type: 'ext_shared',
    setup: () => (note('extension setup'), stop('extension')),
  })
  const start = () =>
    startPipeline({
      inputs: [service, metric],
      processors: [processing],
      aggregators: [aggregating],
      flushers: [delivering],
      extensions: [[shared, { alias: 'one' }]],
    })
  return { happened, start }
}

test('starts consumers first and stops them last, draining in between', async () => {
  const { happened, start } = recorded()
  await using run = await start()
  await run.clock.advance(0)
  assert.deepEqual(happened.splice(0), [
    'extension setup',
    'flusher setup',
    'aggregator setup',
    'service setup',
    'flusher start',
    'service start',
    'poll',
  ])
  assert.equal(await run.stop(), true)
  const last = ['process', 'add', 'deliver']
  assert.deepEqual(
    happened.filter((what) => last.includes(what)),
    last,
    'what an input hands over while it ends is delivered',
  )
  assert.equal(happened.filter((what) => what === 'poll').length, 1)
  assert.ok(happened.indexOf('deliver') < happened.indexOf('flush'))
  assert.deepEqual(
    happened.filter((what) => what !== 'poll' && !last.includes(what)),
    [
      'urgent true',
      'inputs end',
      'service end',
      'metric stop',
      'service stop',
      'flush',
      'work ends',
      'processor stop',
      'aggregator stop',
      'flusher stop',
      'extension stop',
    ],
  )
})

test('an input hears of its removal when the pipeline is removed for good, and at no other end', async () => {
  const removal = recorded()
  await using removed = await removal.start()
  const [result] = await removed.host.stop('test')
  assert.equal(result?.clean, true)
  assert.equal(removal.happened.at(-1), 'removed')

  const reload = recorded()
  await using reloaded = await reload.start()
  await reloaded.host.stop('test', { removed: false })
  assert.ok(!reload.happened.includes('removed'))

  const exit = recorded()
  await using exited = await exit.start()
  await exited.stop()
  assert.ok(!exit.happened.includes('removed'))
})

test('a removal that was not clean is none, and one that hangs does not hold up the stop', async () => {
  let told = 0
  const input = (hangs: boolean): PluginDefinition =>
    defineServiceInput({
      ...common,
      type: 'service_in',
      setup: () => ({
        onPipelineRemoved() {
          told++
          return hangs ? new Promise<never>(() => {}) : undefined
        },
        v1: { start: (collector) => collector.addData({}, { a: '1' }) },
      }),
    })
  const stuck = flusher('stuck', { isReady: () => false, v1: { flush() {} } })
  for (const [hangs, output, clean] of [
    [false, stuck, false],
    [true, new Sink().definition, true],
  ] as const) {
    told = 0
    await using run = await startPipeline({ inputs: [input(hangs)], flushers: [output] })
    await run.clock.advance(0)
    const stopping = run.host.stop('test')
    await run.clock.advance('31s')
    const [result] = await stopping
    assert.equal(result?.clean, clean)
    assert.equal(told, clean ? 1 : 0)
  }
})

test('a plugin that fails or hangs while stopping is named, and the others are stopped', async () => {
  const stops: string[] = []
  const failing = flusher('failing', {
    stop() {
      throw new Error('as asked')
    },
    v1: { flush() {} },
  })
  const fine = flusher('fine', { stop: () => void stops.push('fine'), v1: { flush() {} } })
  const feed = new Feed()
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: [fine, failing],
  })
  assert.equal(await run.stop(), true)
  assert.deepEqual(stops, ['fine'])
  const failure = run.records.find(({ message }) => message === 'a plugin failed while stopping')
  assert.equal(failure?.fields['plugin'], 'flusher_failing/1')
})

test('an input that ignores the signal is left behind at the deadline', async () => {
  const deaf = serviceInput('deaf', () => ({ v1: { start: () => new Promise<never>(() => {}) } }))
  await using run = await startPipeline({
    global: { StopTimeout: '2s' },
    inputs: [deaf],
    flushers: [new Sink().definition],
  })
  let clean: boolean | undefined
  void run.stop().then((result) => (clean = result))
  await run.clock.advance('1999ms')
  assert.equal(clean, undefined)
  await run.clock.advance('1ms')
  assert.equal(clean, false)
})

test('stopping twice stops once', async () => {
  const { happened, start } = recorded()
  await using run = await start()
  const results = await Promise.all([run.host.stop(), run.host.stop()])
  assert.deepEqual(
    results.map(([result]) => result?.clean),
    [true, true],
  )
  assert.equal(happened.filter((what) => what === 'flusher stop').length, 1)
})

test('checkpoints of what was delivered while stopping are stored before the stop is over', async () => {
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({ inputs: [feed.definition], flushers: [sink.definition] })
  void feed.send([{ a: '1' }])
  feed.collector.checkpoint('offset', '1')
  assert.equal(await run.stop(), true)
  assert.deepEqual([...run.checkpoints.keys()], ['service_feed/1\noffset'])
})

test('counts what goes in and out of every plugin', async () => {
  const dropping = processor('dropping', { v1: { processLogs: (logs) => logs.slice(1) } })
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    inputs: [feed.definition],
    processors: [dropping],
    flushers: [sink.definition],
  })
  await feed.send([{ a: '1' }, { b: '2' }, { c: '3' }])
  await run.stop()
  const numbers = (plugin: string, ...names: string[]) =>
    names.map((name) => metricOf(run, plugin, name))
  assert.deepEqual(numbers('service_feed/1', 'out_events_total', 'out_event_groups_total'), [3, 1])
  assert.deepEqual(numbers('processor_dropping/1', 'in_events_total', 'out_events_total'), [3, 2])
  assert.deepEqual(numbers('flusher_sink/1', 'in_events_total', 'out_events_total'), [2, 2])
  assert.ok((metricOf(run, 'flusher_sink/1', 'in_size_bytes') ?? 0) > 0)
})

const broken: readonly (readonly [string, unknown, RegExp])[] = [
  ['nothing', undefined, /did not return a flusher/],
  ['no facet', { stop() {} }, /did not return a flusher/],
  ['a facet without its method', { v1: {} }, /did not return a flusher/],
  ['a facet that is null', { v1: null }, /did not return a flusher/],
  ['one good and one broken facet', { v1: { flush() {} }, v2: {} }, /did not return a flusher/],
]
for (const [what, returned, message] of broken) {
  test(`a setup that returns nonsense is an error at the plugin: ${what}`, async () => {
    const odd = flusher('odd', returned as never)
    const starting = startPipeline({ inputs: [new Feed().definition], flushers: [odd] })
    await assert.rejects(
      starting,
      (error: { diagnostics?: readonly { path: string; message: string }[] }) => {
        const [diagnostic] = error.diagnostics ?? []
        assert.equal(diagnostic?.path, 'flushers[0]')
        assert.match(diagnostic.message, message)
        return true
      },
    )
  })
}

test('an interval that is no time is an error at the plugin', async () => {
  const odd = serviceInput('odd', () => ({ interval: NaN, v1: { start() {} } }) as never)
  const starting = startPipeline({ inputs: [odd], flushers: [new Sink().definition] })
  await assert.rejects(starting, /did not return a service input/)
})
