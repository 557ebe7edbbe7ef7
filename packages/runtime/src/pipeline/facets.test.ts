import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, group as makeInfo, log, type Processor, raw, span } from '@sluice/plugin'
import { runFlusher, runInput, runProcessor } from '@sluice/testkit'
import { Feed, flusher, processor, receive, serviceInput } from './test-support/small-plugins.ts'
import { startPipeline } from './test-support/start-pipeline.ts'

const trace = span('work', { traceId: 't', spanId: 's', startTime: 0, endTime: 1 })
const mixed = [counter('c', 1), { n: '1' }, raw(Buffer.from('r')), { n: '2' }, trace, { n: '3' }]
const order = ['metric', '1', 'raw', '2', 'span', '3']

async function through(facets: Processor, model: 'v1' | 'v2', kinds = {}): Promise<unknown[]> {
  const { events, deadLetters } = await runProcessor(processor('x', facets, kinds), {
    model,
    events: mixed,
  })
  assert.deepEqual(deadLetters, [])
  return events.map((event) => (event.kind === 'log' ? event.contents[0]?.[1] : event.kind))
}

test('a plugin with either facet runs in pipelines of either model', async () => {
  const v1: Processor = { v1: { processLogs: (logs) => logs } }
  const v2: Processor = { v2: { process: (group) => group } }
  for (const facets of [v1, v2]) {
    for (const model of ['v1', 'v2'] as const) assert.deepEqual(await through(facets, model), order)
  }
})

test('of both facets the one of the pipeline is used, and columns before either', async () => {
  const calls: string[] = []
  const both: Processor = {
    v1: { processLogs: (logs) => (calls.push('v1'), logs) },
    v2: { process: (group) => (calls.push('v2'), group) },
  }
  await through(both, 'v1')
  await through(both, 'v2')
  await through({ v1: both.v1!, columns: { process: () => void calls.push('columns') } }, 'v1')
  assert.deepEqual(calls, ['v1', 'v2', 'columns'])
})

test('a v1 facet sees logs only; other events keep their places among those that are left', async () => {
  const seen: number[] = []
  const dropping: Processor = {
    v1: {
      processLogs(logs) {
        seen.push(logs.length)
        return logs.filter((item) => item.get('n') !== '1')
      },
    },
  }
  assert.deepEqual(await through(dropping, 'v1'), ['metric', 'raw', '2', 'span', '3'])
  assert.deepEqual(seen, [3])
  assert.deepEqual(await through({ v1: { processLogs: () => [] } }, 'v1'), [
    'metric',
    'raw',
    'span',
  ])
})

test('new logs in place of the old ones leave other events where they were', async () => {
  const renewing: Processor = {
    v1: {
      processLogs: (logs) => logs.map(({ time, contents }) => ({ time, contents: [...contents] })),
    },
  }
  assert.deepEqual(await through(renewing, 'v1'), order)
})

test('logs that a v1 facet returns in another order, twice, or new come out like that', async () => {
  const { events } = await runProcessor(
    processor('x', {
      v1: {
        processLogs([first, second]) {
          const made = { time: 5, timeNs: 6, contents: [{ key: 'n', value: 'new' }] }
          return [second!, first!, made, second!]
        },
      },
    }),
    { events: [{ n: '1' }, { n: '2' }], time: 4 },
  )
  assert.deepEqual(
    events.map((event) => event.kind === 'log' && [event.time, event.contents]),
    [
      [4, [['n', '2']]],
      [4, [['n', '1']]],
      [5, [['n', 'new']]],
      [4, [['n', '2']]],
    ],
  )
})

test('two results made of one event can be changed apart', async () => {
  const doubling = processor('doubling', {
    v2: {
      process: ({ info, events }) => [
        { info, events: [events[0]!, events[0]!] },
        { info, events: [events[0]!] },
      ],
    },
  })
  let number = 0
  const numbering = processor('numbering', {
    v2: {
      process(group) {
        for (const event of group.events) {
          if (event.kind === 'log') event.set('n', String(number++))
          if (event.kind === 'metric') event.value = number++
        }
        return group
      },
    },
  })
  for (const sent of [log({ contents: { n: '' } }), counter('c', 0)]) {
    number = 0
    const numbers = await chained([doubling, numbering], sent)
    assert.deepEqual(numbers, ['0', '1', '2'])
  }
})

async function chained(
  processors: readonly ReturnType<typeof processor>[],
  sent: Parameters<typeof receive>[0],
): Promise<unknown[]> {
  const feed = new Feed()
  const values: unknown[] = []
  const sink = flusher('values', {
    v2: {
      export: (groups) => {
        for (const event of groups.flatMap((group) => group.events)) {
          if (event.kind === 'log') values.push(event.get('n'))
          if (event.kind === 'metric') values.push(String(event.value))
        }
      },
    },
  })
  await using run = await startPipeline({ inputs: [feed.definition], processors, flushers: [sink] })
  await feed.send([sent])
  await run.stop()
  return values
}

test('a v2 facet is given the kinds it declares; the others keep their places', async () => {
  const seen: string[] = []
  const facets: Processor = {
    v2: {
      process(group) {
        seen.push(...group.events.map(({ kind }) => kind))
        return { info: group.info, events: [...group.events] }
      },
    },
  }
  assert.deepEqual(await through(facets, 'v2', { events: ['metric', 'span'] }), order)
  assert.deepEqual(seen, ['metric', 'span'])
  const filtering: Processor = {
    v2: { process: (group) => group.filter(({ kind }) => kind === 'span') },
  }
  assert.deepEqual(await through(filtering, 'v2', { events: ['metric', 'span'] }), [
    '1',
    'raw',
    '2',
    'span',
    '3',
  ])
  assert.deepEqual(await through({ v2: { process() {} } }, 'v2', { events: ['log'] }), [
    'metric',
    'raw',
    'span',
  ])
})

test('beside a columns facet a v2 facet is given the events that are no logs', async () => {
  const seen: string[] = []
  const facets: Processor = {
    columns: { process: (group) => void seen.push(`${group.length} rows`) },
    v2: {
      process(group) {
        seen.push(...group.events.map(({ kind }) => kind))
        return group
      },
    },
  }
  assert.deepEqual(await through(facets, 'v2'), order)
  assert.deepEqual(seen, ['3 rows', 'metric', 'raw', 'span'])
  seen.length = 0
  await through(facets, 'v2', { events: ['metric', 'log'] })
  assert.deepEqual(seen, ['3 rows', 'metric'])
})

test('what a v2 facet returns comes before what it collects, and what is in neither was filtered', async () => {
  const facets: Processor = {
    v2: {
      async process({ info, events }, { collector }) {
        void collector.collectList({ info, events: [events[5]!] }, { info, events: [events[1]!] })
        await collector.collect(info)
        return { info, events: [events[3]!] }
      },
    },
  }
  assert.deepEqual(await through(facets, 'v2'), ['2', '3', '1'])
})

test('what a processor collects it can take back', async () => {
  let taken: unknown
  const facets: Processor = {
    v2: {
      process({ info, events }, { collector }) {
        void collector.collect(info, ...events)
        taken = collector.toArray().map((group) => group.events.length)
      },
    },
  }
  assert.deepEqual(await through(facets, 'v2'), [])
  assert.deepEqual(taken, [6])
})

test('a v1 flusher is given every event, those that are no logs as logs', async () => {
  const lines: string[] = []
  const flat = flusher('flat', {
    v1: {
      flush(_destination, groups) {
        for (const { logs } of groups) {
          for (const { contents } of logs)
            lines.push(contents.map(({ key, value }) => `${key}=${value}`).join(' '))
        }
      },
    },
  })
  await using run = await runFlusher(flat)
  await run.send([
    counter('c', 1.5, { tags: { b: '2', a: '1' }, time: 1n }),
    { n: '1' },
    raw(Buffer.from('raw')),
  ])
  await run.stop()
  assert.deepEqual(lines, [
    '__name__=c __labels__=a#$#1|b#$#2 __time_nano__=1 __value__=1.5',
    'n=1',
    'content=raw',
  ])
})

test('a v2 flusher is given the kinds it declares, the rest is counted, and a group without any is not given', async () => {
  const received: unknown[] = []
  const metrics = flusher(
    'metrics',
    {
      v2: {
        export: (groups) => void received.push(groups.map((group) => group.events.map(receive))),
      },
    },
    { events: ['metric'] },
  )
  await using run = await runFlusher(metrics, { model: 'v2' })
  await run.send([{ n: '1' }])
  await run.delivered()
  await run.send([{ n: '1' }, counter('c', 1), raw(Buffer.from(''))])
  await run.stop()
  assert.deepEqual(received, [[['metric']]])
  const discarded = run.pipeline.metrics.find(({ name }) => name === 'discarded_events_total')
  assert.equal(discarded?.value, 3)
})

test('inputs of either facet run in pipelines of either model', async () => {
  const v1 = serviceInput('flat', () => ({
    v1: { start: (collector) => collector.addData({ a: '1' }, { b: '2' }) },
  }))
  const v2 = serviceInput('typed', () => ({
    v2: {
      startService: ({ collector }) =>
        collector.collect(makeInfo(), log({ contents: { a: '1', b: '2' } })),
    },
  }))
  for (const plugin of [v1, v2]) {
    for (const model of ['v1', 'v2'] as const) {
      await using run = await runInput(plugin, { model })
      await run.stop()
      assert.deepEqual(
        run.events.map((event) => event.kind === 'log' && event.contents),
        [
          [
            ['a', '1'],
            ['b', '2'],
          ],
        ],
      )
    }
  }
})
