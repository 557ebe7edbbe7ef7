import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Collector, counter, group as makeInfo, type PluginDefinition } from '@sluice/plugin'
import { flusher, metricInput, serviceInput, Sink } from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

/** A flusher that takes nothing until it is opened. */
function gate() {
  let isOpen = false
  const events: string[] = []
  const definition = flusher('gate', {
    isReady: () => isOpen,
    v1: {
      flush(_, groups) {
        for (const { logs } of groups)
          events.push(...logs.map((log) => String(log.contents[0]?.value)))
      },
    },
  })
  return { definition, events, open: () => void (isOpen = true) }
}

/** A v1 input that adds as fast as it may. */
function eager(shouldAwait: boolean) {
  let added = 0
  let failure: unknown
  const definition: PluginDefinition = serviceInput('eager', () => ({
    v1: {
      async start(collector: Collector, signal) {
        try {
          while (!signal.aborted && added < 50_000) {
            const adding = collector.addData({}, { n: String(added++) })
            if (shouldAwait) await adding
          }
        } catch (error) {
          failure = error
        }
      },
    },
  }))
  return { definition, added: () => added, failure: () => failure }
}

const global = { DefaultLogQueueSize: 100, DefaultLogGroupQueueSize: 1 }

test('an input that awaits is held up while the pipeline is full, and loses nothing', async () => {
  const { definition, events, open } = gate()
  const input = eager(true)
  await using run = await startPipeline({
    global,
    inputs: [input.definition],
    flushers: [definition],
  })
  await run.clock.advance('1m')
  const added = input.added()
  assert.ok(added < 500, `added ${added}`)
  open()
  await run.clock.advance('1s')
  assert.ok(input.added() > added)
  assert.equal(await run.stop(), true)
  assert.deepEqual(
    events,
    Array.from({ length: input.added() }, (_, n) => String(n)),
  )
})

test('an input that never awaits gets COLLECTOR_OVERRUN; what was accepted before is delivered in order', async () => {
  const { definition, events, open } = gate()
  const input = eager(false)
  await using run = await startPipeline({
    global,
    inputs: [input.definition],
    flushers: [definition],
  })
  await run.clock.advance('1s')
  assert.equal((input.failure() as { code?: string }).code, 'COLLECTOR_OVERRUN')
  const accepted = input.added() - 1
  assert.ok(accepted >= 10_000 && accepted < 11_000, `accepted ${accepted}`)
  open()
  await run.clock.advance('1s')
  assert.equal(await run.stop(), true)
  assert.deepEqual(
    events,
    Array.from({ length: accepted }, (_, n) => String(n)),
  )
})

test('logs that are added while the pipeline is busy share groups', async () => {
  const input = eager(true)
  const { definition, open } = gate()
  await using run = await startPipeline({
    global,
    inputs: [input.definition],
    flushers: [definition],
  })
  await run.clock.advance('1s')
  const groups = metricOf(run, 'service_eager/1', 'out_event_groups_total') ?? 0
  const events = metricOf(run, 'service_eager/1', 'out_events_total') ?? 0
  assert.ok(events > 10 * groups, `${events} events in ${groups} groups`)
  assert.ok((metricOf(run, 'service_eager/1', 'out_size_bytes') ?? 0) > events * 10)
  open()
})

test('a poll that waits for room in the pipeline has not hung', async () => {
  const { definition, open } = gate()
  let polls = 0
  const input = metricInput('many', ({ clock }) => ({
    v2: {
      async read({ collector }) {
        for (let i = 0; i < 20; i++) await collector.collect(makeInfo(), counter('c', i))
        polls++
        await clock.sleep(10)
      },
    },
  }))
  await using run = await startPipeline({
    global: { DefaultLogQueueSize: 4, DefaultLogGroupQueueSize: 1, CallTimeout: '1s' },
    inputs: [input],
    flushers: [definition],
  })
  for (let i = 0; i < 40; i++) {
    await run.clock.advance(250)
    run.host.tick()
  }
  assert.equal(polls, 0)
  assert.deepEqual(run.reports, [])
  open()
  await run.clock.advance('1s')
  assert.ok(polls > 0)
})

test('events that stay undelivered for longer than MaxUnackedAge raise one alarm that names their input', async () => {
  const { definition, open } = gate()
  const input = serviceInput('once', () => ({
    v1: { start: (collector) => collector.addData({}, { a: '1' }) },
  }))
  await using run = await startPipeline({
    global: { MaxUnackedAge: '10s' },
    inputs: [input],
    flushers: [definition, new Sink().definition],
  })
  const pass = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds * 4; i++) {
      await run.clock.advance(250)
      run.host.tick()
    }
  }
  const alarms = () => run.records.filter(({ message }) => message.includes('MaxUnackedAge'))
  await pass(10)
  assert.equal(alarms().length, 0)
  await pass(20)
  assert.equal(alarms().length, 1)
  assert.equal(alarms()[0]?.level, 'error')
  assert.equal(alarms()[0]?.fields['plugin'], 'service_once/1')
  assert.equal(metricOf(run, '', 'unacked_age_alarms_total'), 1)
  assert.equal(metricOf(run, '', 'open_sources'), 1)
  open()
  await pass(2)
  assert.equal(metricOf(run, '', 'open_sources'), 0)
})
