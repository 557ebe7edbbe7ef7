import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Log, log, type LogValue } from '@sluice/plugin'
import { runProcessor } from '@sluice/testkit'
import { Feed, processor, Sink } from './test-support/small-plugins.ts'
import { startPipeline } from './test-support/start-pipeline.ts'

type Pairs = readonly (readonly [string, LogValue])[]

async function after(contents: Pairs, change: (item: Log) => void): Promise<Pairs> {
  const changing = processor('changing', {
    v1: {
      processLogs(logs) {
        for (const item of logs) change(item)
        return logs
      },
    },
  })
  const { events, deadLetters } = await runProcessor(changing, { events: [log({ contents })] })
  assert.deepEqual(deadLetters, [])
  const [event] = events
  return event?.kind === 'log' ? event.contents : []
}

const ab: Pairs = [
  ['a', '1'],
  ['b', '2'],
  ['a', '3'],
]

test('changes to the array of contents are taken over when the call settles', async () => {
  assert.deepEqual(
    await after(ab, (item) => {
      item.contents.push({ key: 'c', value: '4' })
      item.contents.splice(0, 1)
      item.contents[0]!.value = 'two'
    }),
    [
      ['b', 'two'],
      ['a', '3'],
      ['c', '4'],
    ],
  )
})

test('an array put in its place is taken over', async () => {
  assert.deepEqual(await after(ab, (item) => (item.contents = [{ key: 'x', value: 'y' }])), [
    ['x', 'y'],
  ])
  assert.deepEqual(
    await after(ab, (item) => (item.contents = item.contents.toReversed())),
    [...ab].toReversed(),
  )
})

test('once the array was touched the methods work on it, and it stays the same array', async () => {
  assert.deepEqual(
    await after(ab, (item) => {
      const { contents } = item
      contents.push({ key: 'c', value: '4' })
      assert.equal(item.get('c'), '4')
      assert.equal(item.length, 4)
      item.set('a', 'last')
      item.append('d', '5')
      assert.ok(item.rename('b', 'B'))
      assert.ok(item.delete('c'))
      assert.ok(!item.has('c'))
      contents.push({ key: 'e', value: '6' })
      assert.equal(item.contents, contents)
    }),
    [
      ['a', '1'],
      ['B', '2'],
      ['a', 'last'],
      ['d', '5'],
      ['e', '6'],
    ],
  )
})

test('the methods alone do the same', async () => {
  assert.deepEqual(
    await after(ab, (item) => {
      item.set('a', 'last')
      item.append('a', '5')
      assert.ok(item.rename('b', 'B'))
      assert.ok(!item.rename('nothing', 'x'))
      assert.deepEqual([item.get('a'), item.get('x'), item.length], ['5', undefined, 4])
    }),
    [
      ['a', '1'],
      ['B', '2'],
      ['a', 'last'],
      ['a', '5'],
    ],
  )
  assert.deepEqual(await after(ab, (item) => assert.ok(item.delete('a'))), [['b', '2']])
})

test('values that were not changed keep their type', async () => {
  const typed: Pairs = [
    ['n', 1.5],
    ['o', { deep: [true, null] }],
    ['t', 'text'],
  ]
  assert.deepEqual(
    await after(typed, (item) => {
      assert.equal(item.contents[1]?.value, '{"deep":[true,null]}')
      item.contents.reverse()
      item.contents.push({ key: 'new', value: 'x' })
    }),
    [...typed.toReversed(), ['new', 'x']],
  )
  assert.deepEqual(await after(typed, (item) => (item.contents[0]!.value = '2')), [
    ['n', '2'],
    ...typed.slice(1),
  ])
})

test('a kept log is apart from the log it was kept of, whichever way it is used', async () => {
  const changed = await after(ab, (item) => {
    const plain = item.keep()
    void item.contents
    const touched = item.keep()
    for (const kept of [plain, touched]) {
      kept.set('a', 'x')
      kept.contents.push({ key: 'y', value: 'z' })
      assert.deepEqual(
        [kept.get('a'), kept.has('y'), kept.length, kept.keep().length],
        ['x', true, 4, 4],
      )
    }
  })
  assert.deepEqual(changed, ab)
})

test('times are read and written as whole seconds and nanoseconds', async () => {
  const changing = processor('timing', {
    v1: {
      processLogs(logs) {
        for (const item of logs) {
          assert.deepEqual([item.time, item.timeNs], [4_000_000_000, 5])
          item.time = 4_000_000_001
          item.timeNs = 6
        }
        return logs
      },
    },
  })
  const timestamps: bigint[] = []
  const reading = processor('reading', {
    v2: {
      process(group) {
        for (const event of group.logs()) timestamps.push(event.timestamp)
      },
    },
  })
  const feed = new Feed()
  await using run = await startPipeline({
    inputs: [feed.definition],
    processors: [changing, reading],
    flushers: [new Sink().definition],
  })
  await feed.send([log({ time: 4_000_000_000_000_000_005n })])
  await run.stop()
  assert.deepEqual(timestamps, [4_000_000_001_000_000_006n])
})
