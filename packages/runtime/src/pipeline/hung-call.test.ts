import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group as makeInfo, log, type PluginDefinition } from '@sluice/plugin'
import type { PipelineRun } from '@sluice/testkit'
import {
  aggregator,
  flusher,
  metricInput,
  processor,
  serviceInput,
  Sink,
} from './test-support/small-plugins.ts'
import { startPipeline } from './test-support/start-pipeline.ts'

/** An input that resumes from what was delivered and counts to ten. */
function counting(): PluginDefinition {
  return serviceInput('counting', ({ checkpoints }) => ({
    v2: {
      async startService({ collector }, signal) {
        const from = Number(checkpoints.getText('next') ?? 0)
        for (let n = from; n < 10 && !signal.aborted; n++) {
          await collector.collect(makeInfo(), log({ contents: { n: String(n) } }))
          collector.checkpoint('next', String(n + 1))
        }
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    },
  }))
}

/** Lets time pass with the ticks of a data thread. */
async function pass(run: PipelineRun, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 250) {
    await run.clock.advance(250)
    run.host.tick()
  }
}

const never = (): Promise<never> => new Promise(() => {})
const numbers = Array.from({ length: 10 }, (_, n) => ({ n: String(n) }))
const global = { CallTimeout: '2s' }

const isFifth = (n: unknown): boolean => n === '5'

/** Plugins that never settle a call with the fifth event as long as they are told to. */
const hanging: Readonly<Record<string, (hangs: () => boolean) => PluginDefinition>> = {
  processors: (hangs) =>
    processor('hanging', {
      v1: {
        processLogs: (logs) =>
          hangs() && logs.some((item) => isFifth(item.get('n'))) ? never() : logs,
      },
    }),
  aggregators: (hangs) =>
    aggregator('hanging', () => ({
      v2: {
        async record({ info, events }, { collector }) {
          const has = events.some((event) => event.kind === 'log' && isFifth(event.get('n')))
          if (has && hangs()) await never()
          await collector.collect(info, ...events)
        },
        getResult() {},
      },
    })),
  flushers: (hangs) =>
    flusher('hanging', {
      v1: {
        flush: (_, groups) => {
          const logs = groups.flatMap((group) => group.logs)
          return hangs() && logs.some(({ contents }) => isFifth(contents[0]?.value))
            ? never()
            : undefined
        },
      },
    }),
}

for (const [section, make] of Object.entries(hanging)) {
  test(`a call that never settles is named and its pipeline given up; a restart resumes from what was delivered (${section})`, async () => {
    let hangs = true
    const plugin = make(() => hangs)
    const sink = new Sink()
    await using run = await startPipeline({
      global,
      inputs: [counting()],
      ...(section === 'flushers' ? {} : { [section]: [plugin] }),
      flushers: section === 'flushers' ? [sink.definition, plugin] : [sink.definition],
    })
    await pass(run, 2000)
    assert.deepEqual(run.reports, [])
    await pass(run, 500)
    const hung = { type: 'hung', pipeline: 'test', plugin: `${plugin.type}/1` }
    assert.deepEqual(run.reports, [hung])
    const record = run.records.find(({ message }) => message.includes('did not settle in time'))
    assert.equal(record?.fields['plugin'], hung.plugin)
    assert.deepEqual(run.host.instances, [])

    const [stored] = run.checkpoints.values()
    const delivered = Number(stored === undefined ? 0 : Buffer.from(stored).toString())
    assert.ok(delivered <= 5)
    hangs = false
    await run.restart()
    await pass(run, 5000)
    assert.deepEqual(run.reports, [hung])
    assert.deepEqual(sink.events.slice(delivered - 10), numbers.slice(delivered))
    const seen = sink.events.map((event) => (event as { n: string }).n)
    assert.deepEqual(new Set(seen), new Set(numbers.map(({ n }) => n)))
    assert.equal(await run.stop(), true)
  })
}

test('a poll that never settles is named', async () => {
  const hung = metricInput('hung', () => ({ v1: { collect: never } }))
  await using run = await startPipeline({
    global,
    inputs: [hung],
    flushers: [new Sink().definition],
  })
  await pass(run, 2500)
  assert.deepEqual(run.reports, [{ type: 'hung', pipeline: 'test', plugin: 'metric_hung/1' }])
})

test('what a given-up pipeline still does has no effect', async () => {
  const late = Promise.withResolvers<void>()
  const failures: unknown[] = []
  const input = serviceInput('zombie', ({ checkpoints }) => ({
    v2: {
      async startService({ collector }) {
        await collector.collect(makeInfo(), log({ contents: { a: '1' } }))
        collector.checkpoint('next', '1')
        await late.promise
        const attempts = [
          () => collector.collect(makeInfo(), log()),
          () => collector.delivered(),
          () => checkpoints.set('next', '2'),
        ]
        for (const attempt of attempts) {
          try {
            await attempt()
          } catch (error) {
            failures.push((error as { code?: string }).code)
          }
        }
        collector.checkpoint('next', '3')
      },
    },
  }))
  const slow = processor('slow', { v2: { process: async (group) => (await late.promise, group) } })
  const sink = new Sink()
  await using run = await startPipeline({
    global,
    inputs: [input],
    processors: [slow],
    flushers: [sink.definition],
  })
  await pass(run, 2500)
  assert.equal(run.reports.length, 1)
  late.resolve()
  await pass(run, 1000)
  assert.deepEqual(failures, ['COLLECTOR_CLOSED', 'NOT_DELIVERED', 'CHECKPOINT_TOO_LATE'])
  assert.deepEqual(sink.events, [])
  assert.equal(run.checkpoints.size, 0)
})

test('a call that settles at the last moment is no hung call, and time spent between ticks does not count', async () => {
  const settling = Promise.withResolvers<void>()
  const slow = processor('slow', {
    v2: { process: async (group) => (await settling.promise, group) },
  })
  await using run = await startPipeline({
    global,
    inputs: [counting()],
    processors: [slow],
    flushers: [new Sink().definition],
  })
  await run.clock.advance('1h')
  await pass(run, 2000)
  settling.resolve()
  await pass(run, 5000)
  assert.deepEqual(run.reports, [])
})

test('a hung call while the pipeline stops is left to the deadline of the stop', async () => {
  const stuck = flusher('stuck', { v1: { flush: never } })
  await using run = await startPipeline({
    global: { ...global, StopTimeout: '5s' },
    inputs: [counting()],
    flushers: [stuck],
  })
  await run.clock.advance(0)
  const stopping = run.stop()
  await pass(run, 6000)
  assert.equal(await stopping, false)
  assert.deepEqual(run.reports, [])
})
