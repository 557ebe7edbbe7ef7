import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, type Log, log, type Processor } from '@sluice/plugin'
import { runProcessor } from '@sluice/testkit'
import { Feed, processor, Sink } from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

const numbers = Array.from({ length: 500 }, (_, index) => ({ n: String(index) }))
const isBad = (n: unknown): boolean => Number(n) % 100 === 7

/** The same processor in each facet: it marks every event and throws on every hundredth, after it has marked it. */
const faulty: Readonly<Record<string, Processor>> = {
  v1: {
    v1: {
      processLogs(logs) {
        for (const item of logs) {
          item.append('seen', 'x')
          if (isBad(item.get('n'))) throw new Error(`cannot take ${item.get('n')}`)
        }
        return logs
      },
    },
  },
  'v1 contents': {
    v1: {
      processLogs(logs) {
        for (const item of logs) {
          item.contents.push({ key: 'seen', value: 'x' })
          if (isBad(item.contents[0]?.value)) throw new Error(`cannot take ${item.get('n')}`)
        }
        return logs
      },
    },
  },
  v2: {
    v2: {
      process(group) {
        for (const event of group.logs()) {
          event.append('seen', 'x')
          group.tags.add('touched', 'yes')
          if (isBad(event.get('n'))) throw new Error(`cannot take ${String(event.get('n'))}`)
        }
        group.tags.delete('touched')
        return group
      },
    },
  },
  'v2, asynchronous': {
    v2: {
      async process(group, { collector }) {
        for (const event of group.logs()) {
          event.append('seen', 'x')
          await Promise.resolve()
          if (isBad(event.get('n'))) throw new Error(`cannot take ${String(event.get('n'))}`)
        }
        await collector.collect(group.info, ...group.events)
      },
    },
  },
  columns: {
    columns: {
      process(group) {
        const seen = group.key('seen')
        const n = group.key('n')
        for (let row = 0; row < group.length; row++) {
          group.appendText(row, seen, 'x')
          const value = group.text(group.find(row, n))
          if (isBad(value)) {
            group.filterRows((position) => position > row)
            group.addRow(1, 1)
            throw new Error(`cannot take ${value}`)
          }
        }
      },
    },
  },
}

for (const [facet, facets] of Object.entries(faulty)) {
  test(`a throw on every hundredth event sets aside only those, unchanged, and undoes what was done (${facet})`, async () => {
    const { events, groups, deadLetters, run } = await runProcessor(processor('faulty', facets), {
      events: numbers,
      tags: { host: 'h' },
    })
    const good = numbers.filter(({ n }) => !isBad(n))
    assert.deepEqual(
      events.map((event) => event.kind === 'log' && event.contents),
      good.map(({ n }) => [
        ['n', n],
        ['seen', 'x'],
      ]),
    )
    for (const { tags } of groups) assert.deepEqual(tags, { host: 'h' })
    const set = deadLetters.map(({ event, error, plugin, tags }) => {
      return { contents: (event as { contents: unknown }).contents, error, plugin, tags }
    })
    const expected = numbers
      .filter(({ n }) => isBad(n))
      .map(({ n }) => ({
        contents: [['n', n]],
        error: `cannot take ${n}`,
        plugin: 'processor_faulty/1',
        tags: { host: 'h' },
      }))
    assert.deepEqual(set, expected)
    assert.equal(metricOf(run, 'processor_faulty/1', 'failed_events_total'), 5)
    assert.equal(metricOf(run, '', 'open_sources'), 0)
  })
}

test('OnError says what becomes of an event: dropped and counted, or passed on as it came', async () => {
  for (const [OnError, passed] of [
    ['drop', []],
    ['pass', [{ n: '7' }]],
  ] as const) {
    const feed = new Feed()
    const sink = new Sink()
    const faultyV1 = processor('faulty', faulty['v1'] as Processor)
    await using run = await startPipeline({
      inputs: [feed.definition],
      processors: [[faultyV1, { OnError }]],
      flushers: [sink.definition],
    })
    await feed.send([{ n: '6' }, { n: '7' }, { n: '8' }])
    assert.ok(await run.stop())
    const seen = [{ n: '6', seen: 'x' }, ...passed, { n: '8', seen: 'x' }]
    assert.deepEqual(sink.events, seen)
    const discarded = metricOf(run, 'processor_faulty/1', 'discarded_events_total')
    assert.equal(discarded, OnError === 'drop' ? 1 : undefined)
    assert.deepEqual(await run.deadLetters(), [])
  }
})

test('metrics are put back as they were before the call that failed', async () => {
  const doubling = processor('doubling', {
    v2: {
      process(group) {
        for (const event of group.events) {
          if (event.kind !== 'metric') throw new Error('only metrics')
          event.value = Number(event.value) * 2
        }
        return group
      },
    },
  })
  const { events } = await runProcessor(doubling, {
    model: 'v2',
    events: [counter('a', 1), counter('b', 2), log(), counter('c', 3)],
  })
  assert.deepEqual(
    events.map((event) => event.kind === 'metric' && event.value),
    [2, 4, 6],
  )
})

const nonsense: readonly (readonly [string, Processor, RegExp])[] = [
  [
    'nothing',
    { v1: { processLogs: () => undefined as never } },
    /undefined where an array of logs/,
  ],
  ['a number', { v1: { processLogs: () => 5 as never } }, /a number where an array of logs/],
  ['null among logs', { v1: { processLogs: () => [null] as never } }, /null where a log/],
  [
    'a log without a time',
    { v1: { processLogs: () => [{ contents: [] }] as never } },
    /without a time/,
  ],
  [
    'milliseconds',
    { v1: { processLogs: () => [{ time: 1e12, contents: [] }] } },
    /time 1000000000000/,
  ],
  [
    'a log without contents',
    { v1: { processLogs: () => [{ time: 1 }] as never } },
    /without contents/,
  ],
  [
    'a value that is a number',
    { v1: { processLogs: () => [{ time: 1, contents: [{ key: 'a', value: 1 }] }] as never } },
    /a string as key and a number as value/,
  ],
  [
    'contents that are no pairs',
    { v1: { processLogs: (logs) => logs.map((item) => ((item.contents = [5 as never]), item)) } },
    /undefined as key/,
  ],
  [
    'a number set as a field',
    { v1: { processLogs: (logs) => setAll(logs, 5 as never) } },
    /a number as value/,
  ],
  ['a number for a group', { v2: { process: () => 5 as never } }, /a number where an event group/],
  ['null for a group', { v2: { process: () => null as never } }, /null where an event group/],
  [
    'a group without info',
    { v2: { process: () => ({ events: [log()] }) as never } },
    /as a group's info/,
  ],
  [
    'a tag that is a number',
    {
      v2: {
        process: ({ events }) =>
          ({ info: { tags: new Map([['a', 1]]), metadata: new Map() }, events }) as never,
      },
    },
    /a tag that is a number/,
  ],
  [
    'events that are none',
    { v2: { process: ({ info }) => ({ info, events: [{}] }) as never } },
    /an object where an event/,
  ],
  [
    'an event without its methods',
    { v2: { process: ({ info }) => ({ info, events: [{ kind: 'metric' }] }) as never } },
    /an object where an event/,
  ],
  [
    'a function as a value',
    { v2: { process: (group) => setEvents(group, (() => 1) as never) } },
    /a function as the value/,
  ],
  [
    'a map as a value',
    { v2: { process: (group) => setEvents(group, new Map() as never) } },
    /a Map as the value/,
  ],
  [
    'a value that holds itself',
    { v2: { process: (group) => setEvents(group, selfish()) } },
    /nested more than 100 deep/,
  ],
]

function setAll(logs: Log[], value: string): Log[] {
  for (const item of logs) item.set('a', value)
  return logs
}

function setEvents<Group extends { logs(): Iterable<{ set(key: string, value: never): void }> }>(
  group: Group,
  value: never,
): Group {
  for (const event of group.logs()) event.set('a', value)
  return group
}

function selfish(): never {
  const value: Record<string, unknown> = {}
  value['self'] = value
  return value as never
}

for (const [what, facets, message] of nonsense) {
  test(`names what a processor returned that is nonsense: ${what}`, async () => {
    const { events, deadLetters } = await runProcessor(processor('odd', facets), {
      events: [{ x: '1' }],
    })
    assert.deepEqual(events, [])
    assert.match(String(deadLetters[0]?.['error']), message)
    assert.match(String(deadLetters[0]?.['error']), /^processor_odd\/1 returned/)
  })
}

test('nothing is lost when only some of several returned groups are nonsense', async () => {
  const feed = new Feed()
  const sink = new Sink()
  const odd = processor('odd', {
    v2: {
      process: ({ info, events }) =>
        [
          { info, events },
          { info, events: [{}] },
        ] as never,
    },
  })
  await using run = await startPipeline({
    inputs: [feed.definition],
    processors: [odd],
    flushers: [sink.definition],
  })
  await feed.send([{ a: '1' }, { b: '2' }])
  assert.ok(await run.stop(), 'no source stays open')
  assert.equal((await run.deadLetters()).length, 2)
})
