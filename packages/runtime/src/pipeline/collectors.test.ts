import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Collector, log } from '@sluice/plugin'
import type { ColumnCollector } from '@sluice/plugin/columns'
import { type InputRun, runInput } from '@sluice/testkit'
import { serviceInput } from './test-support/small-plugins.ts'

/** Runs a v1 input that does one thing. */
async function flat(
  work: (collector: Collector) => unknown,
  model: 'v1' | 'v2' = 'v2',
): Promise<InputRun> {
  const run = await runInput(
    serviceInput('flat', () => ({
      v1: { start: async (collector) => void (await work(collector)) },
    })),
    { model },
  )
  await run.clock.advance(0)
  return run
}

async function rows(work: (collector: ColumnCollector) => Promise<unknown>): Promise<InputRun> {
  const run = await runInput(
    serviceInput('rows', () => ({
      columns: { start: async (collector) => void (await work(collector)) },
    })),
    { model: 'v2' },
  )
  await run.clock.advance(0)
  return run
}

const contentsOf = (run: InputRun): unknown[] => {
  return run.events.map((event) => event.kind === 'log' && [event.time, event.contents])
}

test('a v1 collector writes tags before fields, and takes the time or gives the current one', async () => {
  await using run = await flat(async (collector) => {
    await collector.addData({ t: '1' }, { f: '2' }, 5)
    await collector.addDataArray({ t: '1' }, ['a', 'a'], ['x', 'y'])
    await collector.addRawLog({ time: 6, timeNs: 7, contents: [{ key: 'r', value: 'z' }] })
  })
  const now = run.clock.seconds()
  assert.deepEqual(contentsOf(run), [
    [
      5,
      [
        ['t', '1'],
        ['f', '2'],
      ],
    ],
    [
      now,
      [
        ['t', '1'],
        ['a', 'x'],
        ['a', 'y'],
      ],
    ],
    [6, [['r', 'z']]],
  ])
  await run.stop()
})

test('a context becomes tags and metadata of the group, and keeps logs of different contexts apart', async () => {
  const context = { source: 's', topic: 't', tags: { host: 'h' } }
  await using run = await flat((collector) => {
    void collector.addDataWithContext({}, { n: '1' }, context)
    void collector.addDataArrayWithContext({}, ['n'], ['2'], context)
    void collector.addRawLogWithContext(
      { time: 1, contents: [{ key: 'n', value: '3' }] },
      { source: 'other' },
    )
    void collector.addData({}, { n: '4' })
  })
  await run.clock.advance(0)
  assert.deepEqual(
    run.groups.map(({ tags, metadata, events }) => [tags, metadata, events.length]),
    [
      [{ host: 'h' }, { __source__: 's', __topic__: 't' }, 1],
      [{ host: 'h' }, { __source__: 's', __topic__: 't' }, 1],
      [{}, { __source__: 'other' }, 1],
      [{}, {}, 1],
    ],
  )
  await run.stop()
})

test('what an input adds is copied', async () => {
  await using run = await flat((collector) => {
    const contents = [{ key: 'a', value: '1' }]
    void collector.addRawLog({ time: 1, contents })
    contents[0]!.value = '2'
  })
  assert.deepEqual(contentsOf(run), [[1, [['a', '1']]]])
  await run.stop()
})

const refused: readonly (readonly [string, (collector: Collector) => unknown, string])[] = [
  [
    'columns without values',
    (collector) => collector.addDataArray({}, ['a', 'b'], ['1']),
    'COLLECTOR_COLUMNS_UNEQUAL',
  ],
  [
    'a value that is no text',
    (collector) => collector.addData({}, { a: 1 as never }),
    'PLUGIN_BAD_RESULT',
  ],
  ['no log at all', (collector) => collector.addRawLog(null as never), 'PLUGIN_BAD_RESULT'],
  [
    'a time that is none',
    (collector) => collector.addData({}, { a: '1' }, NaN),
    'PLUGIN_BAD_RESULT',
  ],
  [
    'a large checkpoint',
    (collector) => collector.checkpoint('k', new Uint8Array(2 ** 20 + 1)),
    'CHECKPOINT_TOO_LARGE',
  ],
]
for (const [what, work, code] of refused) {
  test(`a v1 collector refuses ${what}, naming the input`, async () => {
    let failure: { code?: string; message?: string } = {}
    await using run = await flat(async (collector) => {
      try {
        await work(collector)
      } catch (error) {
        failure = error as typeof failure
      }
    })
    assert.equal(failure.code, code)
    assert.match(String(failure.message), /service_flat\/1/)
    await run.stop()
    assert.deepEqual(run.events, [])
  })
}

test('a v2 collector refuses what is no event and what is no info, and ignores a call without events', async () => {
  const failures: unknown[] = []
  const input = serviceInput('typed', () => ({
    v2: {
      async startService({ collector }) {
        const info = { tags: log().tags, metadata: log().tags }
        await collector.collect(info)
        for (const attempt of [
          () => collector.collect(info, {} as never),
          () => collector.collect({} as never, log()),
          () => collector.collect(info, log({ contents: { a: (() => 1) as never } })),
        ]) {
          try {
            await attempt()
          } catch (error) {
            failures.push((error as { code?: string }).code)
          }
        }
      },
    },
  }))
  await using run = await runInput(input, { model: 'v2' })
  await run.clock.advance(0)
  assert.deepEqual(
    failures,
    Array.from({ length: 3 }, () => 'PLUGIN_BAD_RESULT'),
  )
  assert.equal(await run.stop(), true)
  assert.deepEqual(run.groups, [])
})

test('a columns input hands over rows; a group without rows is nothing', async () => {
  await using run = await rows(async (collector) => {
    const group = await collector.open()
    const bytes = Buffer.from('one\ntwo')
    group.reserve(bytes.length).set(bytes)
    const offset = group.commit(bytes.length)
    const key = group.key('content')
    group.appendBytes(group.addRow(5, 0), key, offset, 3)
    group.appendBytes(group.addRow(6, 0), key, offset + 4, 3)
    await collector.emit(group)
    await collector.emit(await collector.open())
    collector.discard(await collector.open())
    collector.checkpoint('offset', '7')
  })
  assert.deepEqual(contentsOf(run), [
    [5, [['content', 'one']]],
    [6, [['content', 'two']]],
  ])
  assert.equal(run.groups.length, 1)
  assert.equal(run.checkpoints.size, 1)
  await run.stop()
})

test('a columns input can emit or discard a group once, and only its own', async () => {
  await using run = await rows(async (collector) => {
    const group = await collector.open()
    group.addRow(1, 0)
    await collector.emit(group)
    const notOpen = { code: 'GROUP_NOT_OPEN', message: /service_rows\/1/ }
    assert.throws(() => collector.emit(group), notOpen)
    assert.throws(() => collector.discard(group), notOpen)
    assert.throws(() => collector.emit({} as never), notOpen)
  })
  assert.deepEqual(run.records, [])
  assert.equal(await run.stop(), true)
})
