import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { counter, type Event, group as makeInfo, log, raw, span } from '@sluice/plugin'
import { FakeClock, MemoryLogger } from '@sluice/testkit'
import { heapGroup } from '../carrier/test-support/heap-group.ts'
import { PluginMetrics } from '../metrics/plugin-metrics.ts'
import { DeadLetterFile } from './dead-letters.ts'

async function setUp(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-dead-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'dead-letter', 'p.jsonl')
  const clock = new FakeClock()
  const logger = new MemoryLogger()
  const giveUp = new AbortController()
  const metrics = new PluginMetrics('p', '')
  const letters = new DeadLetterFile({
    file,
    pipeline: 'p',
    clock,
    logger,
    written: metrics.counter('written'),
    evicted: metrics.counter('evicted'),
    giveUp: giveUp.signal,
  })
  const write = (events: readonly Event[], error = 'no'): Promise<void> => {
    return letters.write(
      heapGroup(events, { info: makeInfo({ host: 'h' }) }),
      'x/1',
      new Error(error),
    )
  }
  const read = async (): Promise<unknown[]> => {
    const text = await readFile(file, 'utf8')
    return text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
  }
  return { folder, file, clock, logger, giveUp, metrics, write, read }
}

test('writes each event with what is needed to read and replay it', async (t) => {
  const { write, read, file } = await setUp(t)
  const contents: [string, string | bigint | { deep: bigint }][] = [
    ['a', '1'],
    ['a', 'line\n"2"'],
    ['n', 2n ** 60n],
    ['o', { deep: 1n }],
  ]
  await write([
    log({ contents, time: 1_500_000_000_123_456_789n }),
    raw(Buffer.from([0, 255])),
    counter('requests', 2, { time: 1n, tags: { code: '200' } }),
    span('work', { traceId: 't', spanId: 's', startTime: 1n, endTime: 2n }),
  ])
  const head = {
    time: '2026-01-01T00:00:00.000Z',
    pipeline: 'p',
    plugin: 'x/1',
    error: 'no',
    tags: { host: 'h' },
  }
  const [first, second, third, fourth] = (await read()) as { event: Record<string, unknown> }[]
  assert.deepEqual(first, {
    ...head,
    event: {
      kind: 'log',
      timestamp: '1500000000123456789',
      contents: [
        ['a', '1'],
        ['a', 'line\n"2"'],
        ['n', Number(2n ** 60n)],
        ['o', { deep: 1 }],
      ],
    },
  })
  assert.match(await readFile(file, 'utf8'), /\["n",1152921504606846976\]/)
  assert.deepEqual(second, { ...head, event: { kind: 'raw', base64: 'AP8=' } })
  const { name, value, tags, timestamp } = third!.event
  assert.deepEqual([name, value, tags, timestamp], ['requests', 2, { code: '200' }, '1'])
  assert.deepEqual([fourth!.event['name'], fourth!.event['endTime']], ['work', '2'])
})

test('only the owner may read the file', async (t) => {
  const { write, file, folder } = await setUp(t)
  await write([log()])
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.equal((await stat(join(folder, 'dead-letter'))).mode & 0o777, 0o700)
})

test('keeps the order of writes that come together', async (t) => {
  const { write, read } = await setUp(t)
  const writes = Array.from({ length: 20 }, (_, i) => write([log()], String(i)))
  await Promise.all(writes)
  const errors = (await read()).map((line) => (line as { error: string }).error)
  assert.deepEqual(
    errors,
    Array.from({ length: 20 }, (_, i) => String(i)),
  )
})

test('waits for a disk that refuses, and writes nothing twice', async (t) => {
  const { write, read, clock, logger, folder } = await setUp(t)
  const inTheWay = join(folder, 'dead-letter')
  await writeFile(inTheWay, '')
  const written = write([log()])
  while (logger.records.length < 2) await clock.advance('1s')
  await rm(inTheWay)
  let done = false
  void written.then(() => (done = true))
  while (!done) await clock.advance('1s')
  assert.equal((await read()).length, 1)
  assert.equal(logger.records[0]?.message, 'dead letters cannot be written; the pipeline waits')
})

test('stops waiting when the pipeline is given up', async (t) => {
  const { write, logger, folder, giveUp, clock } = await setUp(t)
  await writeFile(join(folder, 'dead-letter'), '')
  const written = write([log()])
  while (logger.records.length < 1) await clock.advance(0)
  giveUp.abort()
  await assert.doesNotReject(written)
})

test('a full file is followed by a new one, and what falls off the end is counted and logged', async (t) => {
  const { write, file, folder, metrics, logger } = await setUp(t)
  await mkdir(join(folder, 'dead-letter'))
  for (let i = 0; i < 9; i++) {
    await writeFile(file, `${i}\n`)
    await truncate(file, 16 * 1024 * 1024)
    await write([log()])
  }
  const names = Array.from({ length: 7 }, (_, i) => `p.jsonl.${i + 1}`)
  assert.deepEqual((await readdir(join(folder, 'dead-letter'))).toSorted(), names)
  assert.equal((await readFile(`${file}.7`)).subarray(0, 1).toString(), '2')
  assert.deepEqual(
    metrics.samples().map(({ value }) => value),
    [9, 2],
  )
  assert.equal(logger.records.length, 2)
})
