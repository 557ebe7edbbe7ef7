import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { test } from 'node:test'
import {
  counter,
  defineAggregator,
  defineFlusher,
  defineProcessor,
  defineServiceInput,
  group as makeInfo,
  log,
} from '@sluice/plugin'
import type { HeldGroup } from '@sluice/plugin/columns'
import { int, object } from '@sluice/plugin/schema'
import {
  asRecords,
  LoadError,
  runAggregator,
  runFlusher,
  runInput,
  runPipeline,
  runProcessor,
} from './index.ts'

const common = { description: 'Made for a test.', stability: 'stable' } as const

/** Counts from where it was delivered to. */
const counting = defineServiceInput({
  ...common,
  type: 'service_counting',
  config: object({ Most: int().default(3) }),
  setup: ({ Most }, { checkpoints, clock }) => ({
    v2: {
      async startService({ collector }, signal) {
        const from = Number(checkpoints.getText('next') ?? 0)
        for (let n = from; n < from + Most; n++) {
          await collector.collect(makeInfo({ host: 'h' }), log({ contents: { n } }))
          collector.checkpoint('next', String(n + 1))
          await clock.sleep(1000, signal)
        }
      },
    },
  }),
})

test('an input runs on a clock that the test moves, and resumes from checkpoints of an earlier run', async () => {
  await using first = await runInput(counting, { options: { Most: 2 } })
  assert.deepEqual(asRecords(first.take()), [])
  await first.clock.advance('500ms')
  assert.deepEqual(asRecords(first.take()), [{ n: 0 }])
  await first.clock.advance('2s')
  assert.deepEqual(asRecords(first.take()), [{ n: 1 }])
  assert.ok(first.ended)
  await first.stop()
  await using second = await runInput(counting, { checkpoints: first.checkpoints })
  await second.clock.advance('1m')
  assert.deepEqual(asRecords(second.events), [{ n: 2 }, { n: 3 }, { n: 4 }])
  assert.deepEqual(second.groups[0]?.tags, { host: 'h' })
})

test('waiting for something that does not come fails and says what was waited for', async (t) => {
  const real = performance.now.bind(performance)
  let skipped = 0
  t.mock.method(performance, 'now', () => real() + skipped)
  await using run = await runInput(counting)
  const waiting = run.until(() => {
    skipped += 1000
    return run.events.length === 99
  })
  await assert.rejects(waiting, /still waiting after 10000 ms for: .*events\.length === 99/s)
})

test('a processor is given the events as one group, and what it threw on is told', async () => {
  const fussy = defineProcessor({
    ...common,
    type: 'processor_fussy',
    setup: () => ({
      v2: {
        process(group) {
          for (const event of group.logs()) if (event.has('bad')) throw new Error('bad')
          return group
        },
      },
    }),
  })
  const { events, groups, deadLetters } = await runProcessor(fussy, {
    events: [{ a: '1' }, { bad: '1' }, counter('c', 1)],
    tags: { host: 'h' },
    source: 's',
    topic: 't',
    time: 7,
  })
  assert.deepEqual(
    events.map((event) => (event.kind === 'log' ? [event.time, event.contents] : event.kind)),
    [[7, [['a', '1']]], 'metric'],
  )
  assert.deepEqual(
    [groups[0]?.tags, groups[0]?.metadata],
    [{ host: 'h' }, { __source__: 's', __topic__: 't' }],
  )
  assert.equal(deadLetters.length, 1)
})

test('an aggregator and a flusher are fed by the test; delivered waits for the end of what was sent', async () => {
  const holding = defineAggregator({
    ...common,
    type: 'aggregator_holding',
    setup() {
      const groups: HeldGroup[] = []
      return {
        columns: { add: (group) => (groups.push(group), []), flush: () => groups.splice(0) },
      }
    },
  })
  await using aggregated = await runAggregator(holding)
  await aggregated.send([{ a: '1' }])
  assert.equal(aggregated.groups.length, 0)
  await aggregated.delivered()
  assert.equal(aggregated.groups.length, 1)

  const written: unknown[] = []
  const slow = defineFlusher({
    ...common,
    type: 'flusher_slow',
    setup: (_, { clock }) => ({
      v2: {
        async export(groups) {
          await clock.sleep(1000)
          written.push(...groups.flatMap(({ events }) => events.map(({ kind }) => kind)))
        },
      },
    }),
  })
  await using flushed = await runFlusher(slow)
  await flushed.send([{ a: '1' }, counter('c', 1)])
  let isDelivered = false
  void flushed.delivered().then(() => (isDelivered = true))
  await flushed.clock.advance('999ms')
  assert.deepEqual([isDelivered, written], [false, []])
  await flushed.clock.advance('1ms')
  assert.deepEqual([isDelivered, written], [true, ['log', 'metric']])
})

test('what is wrong with the options of a plugin is an error with its place', async () => {
  await assert.rejects(runInput(counting, { options: { Most: 'many' } }), (error: LoadError) => {
    assert.ok(error instanceof LoadError)
    assert.deepEqual(
      error.diagnostics.map(({ path }) => path),
      ['inputs[0].Most'],
    )
    return true
  })
})

test('a run that a failing test leaves behind ends by itself and removes its data', async () => {
  const stuck = defineFlusher({
    ...common,
    type: 'flusher_stuck',
    setup: () => ({ isReady: () => false, v1: { flush() {} } }),
  })
  let dataDir = ''
  await assert.rejects(async () => {
    await using run = await runFlusher(stuck)
    ;({ dataDir } = run.pipeline)
    await run.send([{ a: '1' }])
    throw new Error('the test failed')
  }, /the test failed/)
  await assert.rejects(stat(dataDir), { code: 'ENOENT' })
})

test('a pipeline keeps its data where it is told to, and its records and numbers can be read after the end', async () => {
  const refusing = defineProcessor({
    ...common,
    type: 'processor_refusing',
    setup: (_, { metrics, logger }) => ({
      v1: {
        processLogs() {
          metrics.counter('refused').add()
          logger.warn({ why: 'test' }, 'refused')
          throw new Error('no')
        },
      },
    }),
  })
  const text = JSON.stringify({
    inputs: [{ Type: 'service_counting', Most: 1 }],
    processors: [{ Type: 'processor_refusing' }],
    flushers: [{ Type: 'flusher_none' }],
  })
  const none = defineFlusher({
    ...common,
    type: 'flusher_none',
    setup: () => ({ v1: { flush() {} } }),
  })
  const run = await runPipeline(text, { plugins: [counting, refusing, none] })
  await run.clock.advance(0)
  await run.stop()
  const file = `${run.dataDir}/dead-letter/test.jsonl`
  assert.match(await readFile(file, 'utf8'), /"error":"no"/)
  assert.equal(run.metrics.find(({ name }) => name === 'refused')?.value, 1)
  const record = run.records.find(({ message }) => message === 'refused')
  assert.deepEqual(record?.fields, {
    pipeline: 'test',
    plugin: 'processor_refusing/1',
    why: 'test',
  })
  await run[Symbol.asyncDispose]()
  await assert.rejects(stat(file), { code: 'ENOENT' })
})
