import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter } from '@sluice/plugin'
import { type FedRun, runAggregator } from '@sluice/testkit'
import plugin from './index.ts'

const INTERVAL = '5s'

/** The groups that left, as tags and the values of field `n`. */
function shapes(run: FedRun): unknown[] {
  return run.groups.map(({ tags, events }) => ({
    tags,
    n: events.map(
      (event) => event.kind === 'log' && event.contents.find(([key]) => key === 'n')?.[1],
    ),
  }))
}

function logs(...numbers: number[]): { n: string }[] {
  return numbers.map((n) => ({ n: String(n) }))
}

test('puts logs with equal tags together, in order, whatever the order of the tags', async () => {
  await using run = await runAggregator(plugin, { options: { PackFlag: false } })
  await run.send(logs(1), { tags: { a: '1', b: '2' } })
  await run.send(logs(2, 3), { tags: { b: '2', a: '1' } })
  await run.clock.advance(INTERVAL)
  assert.deepEqual(shapes(run), [{ tags: { a: '1', b: '2' }, n: ['1', '2', '3'] }])
})

test('keeps every log under its own tags, also when the source is the same', async () => {
  await using run = await runAggregator(plugin, { options: { PackFlag: false } })
  await run.send(logs(1), { tags: { file: 'a' }, source: 's' })
  await run.send(logs(2), { tags: { file: 'b' }, source: 's' })
  await run.send(logs(3), { tags: { file: 'a' }, source: 's' })
  await run.clock.advance(INTERVAL)
  assert.deepEqual(shapes(run), [
    { tags: { file: 'a' }, n: ['1', '3'] },
    { tags: { file: 'b' }, n: ['2'] },
  ])
})

test('keys are not confused by what tags contain', async () => {
  await using run = await runAggregator(plugin, { options: { PackFlag: false } })
  await run.send(logs(1), { tags: { a: '1","b":"2' } })
  await run.send(logs(2), { tags: { a: '1', b: '2' } })
  await run.clock.advance(INTERVAL)
  assert.equal(run.groups.length, 2)
})

test('keeps sources and topics apart', async () => {
  await using run = await runAggregator(plugin, { options: { PackFlag: false } })
  await run.send(logs(1), { source: 'a' })
  await run.send(logs(2), { source: 'b' })
  await run.send(logs(3), { source: 'b', topic: 't' })
  await run.clock.advance(INTERVAL)
  assert.deepEqual(
    run.groups.map(({ metadata }) => metadata),
    [{ __source__: 'a' }, { __source__: 'b' }, { __source__: 'b', __topic__: 't' }],
  )
})

test('numbers the groups of each source from 1, in hexadecimal', async () => {
  const options = { MaxLogCount: 1 }
  await using run = await runAggregator(plugin, { options })
  for (let n = 1; n <= 11; n++) await run.send(logs(n), { source: 'reader' })
  await run.send(logs(12), { source: 'other-' })
  await run.clock.advance(INTERVAL)
  const ids = run.groups.map(({ tags }) => tags['__pack_id__'])
  assert.deepEqual(ids.slice(0, 2), ['reader-1', 'reader-2'])
  assert.deepEqual(ids.slice(9), ['reader-A', 'reader-B', 'other-1'])
})

test('numbers groups without a source under a prefix of its own', async () => {
  await using run = await runAggregator(plugin, { options: { MaxLogCount: 1 } })
  await run.send(logs(1))
  await run.send(logs(2))
  await run.clock.advance(INTERVAL)
  const [first, second] = run.groups.map(({ tags }) => tags['__pack_id__'] ?? '')
  assert.match(first ?? '', /^[0-9A-F]{16}-1$/)
  assert.equal(second, first?.replace(/1$/, '2'))
})

test('numbers nothing in a v2 pipeline, and batches metrics as well', async () => {
  await using run = await runAggregator(plugin, { model: 'v2' })
  await run.send([counter('a', 1)], { tags: { host: 'h' } })
  await run.send([counter('a', 2)], { tags: { host: 'h' } })
  await run.clock.advance(INTERVAL)
  assert.deepEqual(
    run.groups.map(({ tags, events }) => [tags, events.length]),
    [[{ host: 'h' }, 2]],
  )
})

test('a group leaves as soon as it has MaxLogCount logs, and a larger one is divided', async () => {
  await using run = await runAggregator(plugin, { options: { MaxLogCount: 4, PackFlag: false } })
  for (const n of [1, 2, 3, 4]) await run.send(logs(n))
  await run.clock.advance('1ms')
  assert.deepEqual(shapes(run), [{ tags: {}, n: ['1', '2', '3', '4'] }])
  await run.send(logs(5))
  await run.send(logs(6, 7, 8, 9, 10, 11, 12, 13, 14))
  await run.clock.advance('1ms')
  assert.deepEqual(shapes(run).slice(1), [
    { tags: {}, n: ['5'] },
    { tags: {}, n: ['6', '7', '8', '9'] },
    { tags: {}, n: ['10', '11', '12', '13'] },
    { tags: {}, n: ['14'] },
  ])
})

test('no group exceeds 3 MiB', async () => {
  await using run = await runAggregator(plugin)
  await run.send(Array.from({ length: 64 }, () => ({ data: Buffer.alloc(128 * 1024, 97) })))
  await run.clock.advance(INTERVAL)
  assert.equal(run.groups.flatMap(({ events }) => events).length, 64)
  for (const { events } of run.groups) assert.ok(events.length <= 24)
})

test('lets everything go when too many kinds of group are held', async () => {
  await using run = await runAggregator(plugin)
  for (let n = 0; n <= 1024; n++) await run.send(logs(n), { tags: { n: String(n) } })
  // The time stands still: nothing is due at the interval.
  for (let turn = 0; turn < 200 && run.groups.length < 1025; turn++) await run.clock.advance(0)
  assert.equal(run.groups.length, 1025)
})

test('gives groups without a topic the one of the option', async () => {
  await using run = await runAggregator(plugin, { options: { Topic: 'mine' } })
  await run.send(logs(1))
  await run.send(logs(2), { topic: 'given' })
  await run.clock.advance(INTERVAL)
  assert.deepEqual(
    run.groups.map(({ metadata }) => metadata['__topic__']),
    ['mine', 'given'],
  )
})

test('lets what it holds go when no more has come for 50 ms', async () => {
  await using run = await runAggregator(plugin)
  await run.send(logs(1))
  await run.clock.advance(49)
  assert.equal(run.groups.length, 0)
  await run.clock.advance(1)
  assert.equal(run.groups.length, 1)
})

test('lets what it holds go when the pipeline stops', async () => {
  const run = await runAggregator(plugin)
  await run.send(logs(1))
  await run.stop()
  assert.equal(run.events.length, 1)
})
