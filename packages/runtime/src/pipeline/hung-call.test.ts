import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group as makeInfo, log, type PluginDefinition } from '@sluice/plugin'
import type { PipelineRun } from '@sluice/testkit'
import { compilePipeline, createRegistry } from '../index.ts'
import {
  aggregator,
  flusher,
  metricInput,
  processor,
  serviceInput,
  Sink,
} from './test-support/small-plugins.ts'
import { type Entry, startPipeline } from './test-support/start-pipeline.ts'

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

const hanging: Readonly<
  Record<string, (hangs: () => boolean) => { entry: PluginDefinition; section: string }>
> = {
  processor: (hangs) => ({
    section: 'processors',
    entry: processor('hanging', {
      v1: {
        processLogs: (logs) =>
          logs.some((item) => item.get('n') === '5') && hangs() ? never() : logs,
      },
    }),
  }),
  aggregator: (hangs) => ({
    section: 'aggregators',
    entry: aggregator('hanging', () => ({
      v2: {
        record: async (group, { collector }) => {
          const isFifth = [...group.logs()].some((item) => item.get('n') === '5')
          if (isFifth && hangs()) await never()
          await collector.collect(group.info, ...group.events)
        },
        getResult() {},
      },
    })),
  }),
  flusher: (hangs) => ({
    section: 'flushers',
    entry: flusher('hanging', {
      v2: {
        export: (groups) => {
          const isFifth = groups.some((group) =>
            [...group.logs()].some((item) => item.get('n') === '5'),
          )
          return isFifth && hangs() ? never() : undefined
        },
      },
    }),
  }),
}

for (const [kind, make] of Object.entries(hanging)) {
  test(`a ${kind} whose call never settles is named and its pipeline given up; a restart resumes from what was delivered`, async () => {
    let hangs = true
    const { entry, section } = make(() => hangs)
    const sink = new Sink()
    const sections: { inputs: Entry[]; flushers: Entry[] } & Record<string, unknown> = {
      inputs: [counting()],
      flushers: [sink.definition],
    }
    if (section === 'flushers') sections.flushers.push(entry)
    else sections[section] = [entry]
    await using run = await startPipeline({ global, ...sections })
    await pass(run, 2000)
    assert.deepEqual(run.reports, [])
    await pass(run, 500)
    const plugin = `${entry.type}/1`
    assert.deepEqual(run.reports, [{ type: 'hung', pipeline: 'test', plugin }])
    const record = run.records.find(({ message }) => message.includes('did not settle in time'))
    assert.equal(record?.fields['plugin'], plugin)
    assert.deepEqual(run.host.instances, [])

    const delivered = Number(Buffer.from([...run.checkpoints.values()][0]!).toString())
    assert.ok(delivered <= 5)
    hangs = false
    const registry = createRegistry(
      [...sections.inputs, ...sections.flushers, entry]
        .map((one) => ({ origin: '', definitions: one }))
        .filter(
          (one, index, all) =>
            all.findIndex(({ definitions }) => definitions === one.definitions) === index,
        ),
    )
    const text = JSON.stringify({
      global,
      inputs: [{ Type: 'service_counting' }],
      ...(section === 'flushers' ? {} : { [section]: [{ Type: entry.type }] }),
      flushers: sections.flushers.map((one) => ({ Type: (one as PluginDefinition).type })),
    })
    const { plan } = await compilePipeline({ name: 'test', file: 'test.yaml', text }, registry)
    await run.host.restart(plan!)
    await pass(run, 5000)
    assert.equal(run.reports.length, 1)
    const seen = sink.events as readonly { n: string }[]
    assert.deepEqual(seen.slice(-(10 - delivered)), numbers.slice(delivered))
    assert.deepEqual(new Set(seen.map(({ n }) => n)), new Set(numbers.map(({ n }) => n)))
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
