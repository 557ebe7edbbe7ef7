import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, group as makeInfo, type MetricInput } from '@sluice/plugin'
import { FakeClock } from '@sluice/testkit'
import { Feed, metricInput, serviceInput, Sink } from './test-support/small-plugins.ts'
import { type Entry, metricOf, startPipeline } from './test-support/start-pipeline.ts'

/** A metric input that remembers when it was polled. */
function polled(clock: FakeClock, extra: Partial<MetricInput> = {}, during?: () => Promise<void>) {
  const times: number[] = []
  const definition = metricInput('polled', () => ({
    ...extra,
    v2: {
      async read({ collector }) {
        times.push(clock.monotonic())
        await collector.collect(makeInfo(), counter('c', times.length))
        await during?.()
      },
    },
  }))
  return { times, definition }
}

async function start(clock: FakeClock, input: Entry, options = {}) {
  const sink = new Sink()
  const run = await startPipeline({
    clock,
    inputs: [input],
    flushers: [sink.definition],
    ...options,
  })
  return { sink, run }
}

test('of three intervals the plugin’s own comes first, then that of its entry, then that of the pipeline', async () => {
  const global = { InputIntervalMs: 400 }
  const cases: readonly (readonly [Partial<MetricInput>, Record<string, unknown>, number])[] = [
    [{ interval: 200 }, { IntervalMs: 300 }, 200],
    [{}, { IntervalMs: 300 }, 300],
    [{ interval: 0 }, {}, 400],
    [{}, {}, 400],
  ]
  for (const [extra, entry, interval] of cases) {
    const clock = new FakeClock()
    const { times, definition } = polled(clock, extra)
    const { run } = await start(clock, [definition, entry], { global })
    await using _ = run
    await clock.advance(interval * 2)
    assert.deepEqual(times, [0, interval, 2 * interval])
  }
})

test('the first poll comes at a random time, before the first interval and the longest first delay have passed', async () => {
  for (const [global, first] of [
    [{ InputIntervalMs: 1000 }, 500],
    [{ InputIntervalMs: 60_000 }, 5000],
    [{ InputIntervalMs: 60_000, InputMaxFirstCollectDelayMs: 200 }, 100],
    [{ InputIntervalMs: 1000, InputMaxFirstCollectDelayMs: 0 }, 0],
  ] as const) {
    const clock = new FakeClock()
    const { times, definition } = polled(clock)
    const { run } = await start(clock, definition, { global, random: () => 0.5 })
    await using _ = run
    await clock.advance(first)
    assert.deepEqual(times, [first])
  }
})

test('a poll that takes longer than its interval is warned of and followed by the next at once, without catching up', async () => {
  const clock = new FakeClock()
  const { times, definition } = polled(clock, {}, () =>
    clock.sleep(times.length === 1 ? 3500 : 100),
  )
  const { run } = await start(clock, definition)
  await using _ = run
  await clock.advance(5500)
  assert.deepEqual(times, [0, 3500, 4500, 5500])
  const warnings = run.records.filter(({ message }) => message.includes('longer than its interval'))
  assert.deepEqual(
    warnings.map(({ fields }) => fields['tookMs']),
    [3500],
  )
})

test('stopping polls once more, also when the first poll was still to come', async () => {
  for (const [delay, polls] of [
    [0, 2],
    [0.9, 1],
  ] as const) {
    const clock = new FakeClock()
    const { times, definition } = polled(clock)
    const { run, sink } = await start(clock, definition, { random: () => delay })
    await clock.advance(100)
    assert.equal(await run.stop(), true)
    assert.equal(times.length, polls)
    assert.equal(sink.events.length, polls)
    assert.deepEqual(run.reports, [], 'an input that was stopped has not ended by itself')
  }
})

test('a poll that fails is logged and counted, and the next comes as usual', async () => {
  const clock = new FakeClock()
  const { times, definition } = polled(clock, {}, () => Promise.reject(new Error('refused')))
  const { run } = await start(clock, definition)
  await using _ = run
  await clock.advance('2s')
  assert.equal(times.length, 3)
  assert.equal(metricOf(run, 'metric_polled/1', 'failed_polls_total'), 3)
})

test('with --once a metric input is polled once, and a failure is the end of it', async () => {
  for (const failed of [false, true]) {
    const clock = new FakeClock()
    const during = failed ? () => Promise.reject(new Error('refused')) : undefined
    const { times, definition } = polled(clock, {}, during)
    const { run } = await start(clock, definition, { once: true, random: () => 0.9 })
    await using _ = run
    await clock.advance('1m')
    assert.deepEqual(times, [0])
    assert.deepEqual(run.reports, [{ type: 'inputs_ended', pipeline: 'test', failed }])
  }
})

test('with --once the end of the last input is reported, a failure among them', async () => {
  const clock = new FakeClock()
  const failing = serviceInput('failing', ({ once }) => ({
    v1: { start: () => (once ? Promise.reject(new Error('no')) : undefined) },
  }))
  const slow = serviceInput('slow', () => ({ v1: { start: () => clock.sleep(1000) } }))
  const { run } = await start(clock, failing, { once: true, inputs: [failing, slow] })
  await using _ = run
  await clock.advance(999)
  assert.deepEqual(run.reports, [])
  await clock.advance(1)
  assert.deepEqual(run.reports, [{ type: 'inputs_ended', pipeline: 'test', failed: true }])
})

test('a service input that fails is started again after a longer and longer time, with a new collector', async () => {
  const clock = new FakeClock()
  const starts: number[] = []
  const failing = serviceInput('failing', () => ({
    v2: {
      async startService({ collector }) {
        starts.push(clock.monotonic())
        await collector.collect(makeInfo(), counter('starts', starts.length))
        collector.close()
        if (starts.length === 4) await clock.sleep(70_000)
        if (starts.length < 6) throw new Error('connection lost')
      },
    },
  }))
  const { run, sink } = await start(clock, failing, { random: () => 1 })
  await using _ = run
  await clock.advance('2m')
  // The fourth ran for more than a minute, so its failure counts as the first.
  assert.deepEqual(starts, [0, 100, 300, 700, 70_800, 71_000])
  assert.equal(metricOf(run, 'service_failing/1', 'restart_total'), 5)
  assert.equal(sink.events.length, 6)
  assert.deepEqual(run.reports, [{ type: 'inputs_ended', pipeline: 'test', failed: false }])
})

test('a service input that throws while it is being stopped has been stopped', async () => {
  const clock = new FakeClock()
  let starts = 0
  const input = serviceInput('aborted', () => ({
    v1: {
      async start(_collector, signal) {
        starts++
        await clock.sleep(1e9, signal)
        throw new Error('aborted')
      },
    },
  }))
  const { run } = await start(clock, input)
  await clock.advance('1s')
  assert.equal(await run.stop(), true)
  assert.equal(starts, 1)
})

test('an input observes what it collects instead of the pipeline, until it closes or the pipeline stops', async () => {
  const seen: number[] = []
  const ends: string[] = []
  const observing = serviceInput('observing', () => ({
    v2: {
      async startService({ collector }, signal) {
        const groups = collector.observe()
        await collector.collect(makeInfo(), counter('a', 1), counter('b', 1))
        void (async () => {
          for await (const { events } of groups) seen.push(events.length)
          ends.push('observed')
        })()
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        assert.throws(() => collector.collect(makeInfo(), counter('c', 1)), {
          code: 'COLLECTOR_CLOSED',
        })
      },
    },
  }))
  const clock = new FakeClock()
  const { run, sink } = await start(clock, observing)
  await clock.advance(0)
  assert.deepEqual(seen, [2])
  assert.equal(await run.stop(), true)
  await clock.advance(0)
  assert.deepEqual(ends, ['observed'])
  assert.deepEqual(sink.events, [])
})

test('telling that everything there was has been collected is reported when that much was delivered', async () => {
  const clock = new FakeClock()
  const input = serviceInput('reading', (context) => ({
    v1: {
      async start(collector, signal) {
        await collector.addData({}, { a: '1' })
        context.caughtUp({ events: 1, path: '/var/log/x' })
        await clock.sleep(1e9, signal)
      },
    },
  }))
  const { run } = await start(clock, input)
  await using _ = run
  await clock.advance(0)
  const details = { plugin: 'service_reading/1', events: 1, path: '/var/log/x' }
  assert.deepEqual(run.reports, [{ type: 'caught_up', pipeline: 'test', ...details }])
})

test('a feed that is stopped has not ended by itself', async () => {
  const feed = new Feed()
  const { run } = await start(new FakeClock(), feed.definition)
  await run.stop()
  assert.deepEqual(run.reports, [])
})
