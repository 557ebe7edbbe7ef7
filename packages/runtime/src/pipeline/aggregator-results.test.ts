import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter } from '@sluice/plugin'
import type { HeldGroup } from '@sluice/plugin/columns'
import { runAggregator } from '@sluice/testkit'
import { aggregator, Feed, flusher, Sink } from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

const noTags = { tags: [], topic: '', source: '', category: '', machineUuid: '' }

const nonsense: readonly (readonly [string, unknown, RegExp])[] = [
  ['no array', 5, /a number where an array of log groups/],
  ['a group without logs', [{}], /an object where a log group/],
  ['null', [null], /null where a log group/],
  ['a log that is none', [{ ...noTags, logs: [5] }], /a number where a log/],
  [
    'a tag that is a number',
    [{ ...noTags, tags: [{ key: 'a', value: 1 }], logs: [] }],
    /a number as value/,
  ],
]
for (const [what, result, message] of nonsense) {
  test(`names what a v1 aggregator returned that is nonsense: ${what}`, async () => {
    const odd = aggregator('odd', () => ({ v1: { add() {}, flush: () => result as never } }))
    await using run = await runAggregator(odd)
    await run.pipeline.clock.advance('3s')
    const failure = run.records.find((record) => record.message === 'aggregator failed to flush')
    const { code, message: text } = failure!.fields['error'] as Error & { code: string }
    assert.equal(code, 'PLUGIN_BAD_RESULT')
    assert.match(text, message)
    assert.match(text, /^aggregator_odd\/1/)
  })
}

test('names what a columns aggregator returned that is nonsense, and loses nothing', async () => {
  const results: readonly (readonly [(group: HeldGroup) => unknown, RegExp])[] = [
    [() => 5, /a number where an array of groups/],
    [() => [{}], /an object where a group/],
    [(group) => [group, group], /a group more than once/],
  ]
  for (const [result, message] of results) {
    const odd = aggregator('odd', () => ({
      columns: { add: (group) => result(group) as never, flush: () => [] },
    }))
    await using run = await runAggregator(odd)
    await run.send([{ n: '1' }])
    assert.equal(await run.stop(), true)
    const [letter] = await run.pipeline.deadLetters()
    assert.match(String(letter?.['error']), message)
  }
})

test('a columns aggregator cannot use a group that it gave away', async () => {
  const errors: unknown[] = []
  const attempt = (work: () => unknown): void => {
    try {
      work()
    } catch (error) {
      errors.push((error as { code?: string }).code)
    }
  }
  const first: HeldGroup[] = []
  const greedy = aggregator('greedy', () => ({
    columns: {
      add(group) {
        const [earlier] = first
        first.push(group)
        if (earlier === undefined) return [group]
        attempt(() => earlier.take(group))
        attempt(() => group.take(earlier))
        attempt(() => group.take(group))
        attempt(() => earlier.info)
        return [group]
      },
      flush: () => [],
    },
  }))
  await using run = await runAggregator(greedy)
  await run.send([{ n: '1' }])
  await run.send([{ n: '2' }])
  assert.equal(await run.stop(), true)
  assert.deepEqual(
    errors,
    Array.from({ length: 4 }, () => 'GROUP_NOT_HELD'),
  )
  assert.equal(run.events.length, 2)
})

test('events of all kinds count in a group that an aggregator holds', async () => {
  const lengths: number[] = []
  const measuring = aggregator('measuring', () => ({
    columns: {
      add(group) {
        lengths.push(group.length)
        const first = group.split(1)
        lengths.push(first.length, group.length)
        return [first, group]
      },
      flush: () => [],
    },
  }))
  await using run = await runAggregator(measuring)
  await run.send([counter('c', 1), { n: '1' }, counter('d', 1)])
  await run.stop()
  assert.deepEqual(lengths, [3, 1, 2])
  assert.deepEqual(
    run.events.map(({ kind }) => kind),
    ['metric', 'log', 'metric'],
  )
})

test('the queue of a v1 aggregator takes as many groups as the pipeline says, then waits', async () => {
  const answers: unknown[] = []
  let isReady = false
  let accepted = 0
  const filling = aggregator('filling', ({ queue, clock }) => ({
    v1: {
      async add() {
        const group = { ...noTags, logs: [{ time: 1, contents: [{ key: 'made', value: 'x' }] }] }
        answers.push([queue.add(group), queue.add(group), queue.add(group), queue.add(group)])
        accepted = 3
        while (await queue.addWithWait(group, 20)) accepted++
        answers.push([queue.add(group), queue.add({ ...noTags, logs: [] })])
        const before = clock.monotonic()
        answers.push([await queue.addWithWait(group, 20), clock.monotonic() - before])
      },
      flush: () => [],
    },
  }))
  const slow = flusher('slow', { isReady: () => isReady, v1: { flush() {} } })
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    global: { DefaultLogGroupQueueSize: 2 },
    inputs: [feed.definition],
    aggregators: [filling],
    flushers: [sink.definition, slow],
  })
  await feed.send([{ n: '0' }])
  await run.clock.advance('1s')
  // The first is on its way at once and two wait.
  assert.deepEqual(answers, [
    [true, true, true, false],
    [false, true],
    [false, 20],
  ])
  isReady = true
  await run.clock.advance('1s')
  assert.equal(await run.stop(), true)
  assert.equal(sink.events.length, accepted)
  assert.equal(metricOf(run, 'aggregator_filling/1', 'out_event_groups_total'), accepted)
})
