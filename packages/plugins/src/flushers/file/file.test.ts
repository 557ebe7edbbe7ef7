import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { counter, gauge, KeyValues, log, metric, raw, span } from '@sluice/plugin'
import { FakeClock, runFlusher } from '@sluice/testkit'
import plugin from './index.ts'
import { linesOf, temporary, write } from './test-support/scratch.ts'

test('writes a log as tags, time and contents in their order, repeated keys included', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await using run = await runFlusher(plugin, { options: { FilePath } })
  const contents = [
    ['k', 'first'],
    ['a', 'ä "quoted"\n\u0000'],
    ['k', 'second'],
  ] as const
  await write(run, [log({ contents })], { tags: { host: 'h' }, time: 1_700_000_000 })
  assert.equal(
    readFileSync(FilePath, 'utf8'),
    '{"host":"h","__time__":1700000000,"k":"first","a":"ä \\"quoted\\"\\n\\u0000","k":"second"}\n',
  )
})

test('a log looks the same whether or not other kinds of event stand beside it', async (t) => {
  const folder = await temporary(t)
  const contents = {
    text: 'a\u0000b \ud800',
    number: 1.5,
    list: [1, { x: null }],
    bytes: Buffer.from('b\xff', 'latin1'),
  }
  const sent = log({ contents })
  const texts: string[] = []
  for (const others of [[], [counter('c', 1)]]) {
    const FilePath = join(folder, `${others.length}.json`)
    await using run = await runFlusher(plugin, { options: { FilePath }, model: 'v2' })
    await write(run, [sent, ...others], { tags: { host: 'h' }, time: 5 })
    texts.push(readFileSync(FilePath, 'utf8').split('\n', 1)[0] ?? '')
  }
  assert.equal(texts[0], texts[1])
})

test('writes metrics with labels, name and value', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await using run = await runFlusher(plugin, { options: { FilePath }, model: 'v2' })
  const init = { time: 5000, tags: { l: '1' } }
  await write(
    run,
    [
      counter('single', 1.5, init),
      gauge('several', { a: 1, b: Infinity, c: Number.NaN }, init),
      metric('untyped', 'typed', undefined, { ...init, typedValues: { s: 'x', f: false } }),
      gauge('both', 1, { ...init, typedValues: { s: 'x' } }),
      metric('untyped', 'empty', undefined, init),
    ],
    { tags: { host: 'h' } },
  )
  const head = { host: 'h', __time__: 5, __labels__: { l: '1' } }
  assert.deepEqual(linesOf(FilePath), [
    { ...head, __name__: 'single', __value__: 1.5 },
    { ...head, __name__: 'several', __value__: { a: 1, b: '+Inf', c: 'NaN' } },
    { ...head, __name__: 'typed', __value__: { s: 'x', f: false } },
    { ...head, __name__: 'both', __value__: 1, __values__: { s: 'x' } },
  ])
})

test('writes spans with all that they carry', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await using run = await runFlusher(plugin, { options: { FilePath }, model: 'v2' })
  const startTime = 1_700_000_000_123_456_789n
  const endTime = startTime + 5n
  const tags = new KeyValues({ x: '1' })
  const ids = { traceId: 't', spanId: 's', parentSpanId: 'p' }
  const links = [{ traceId: 'lt', spanId: 'ls', traceState: '', tags }]
  const events = [{ timestamp: startTime, name: 'inner', tags }]
  const full = {
    spanKind: 'server',
    status: 'error',
    traceState: 'v=1',
    links,
    events,
    tags,
  } as const
  await write(run, [span('GET /', { ...ids, startTime, endTime, ...full })], {
    tags: { host: 'h' },
  })
  assert.equal(
    readFileSync(FilePath, 'utf8'),
    '{"host":"h","__time__":1700000000,"traceId":"t","spanId":"s","parentSpanId":"p","spanName":"GET /",' +
      '"startTime":1700000000123456789,"endTime":1700000000123456794,"duration":5,"attributes":{"x":"1"},' +
      '"scope":{},"kind":"server","statusCode":2,"traceState":"v=1",' +
      '"links":[{"traceId":"lt","spanId":"ls","traceState":"","attributes":{"x":"1"}}],' +
      '"events":[{"timestamp":1700000000123456789,"name":"inner","attributes":{"x":"1"}}]}\n',
  )
})

test('writes raw bytes as content with the current time and leaves empty events out', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  const clock = new FakeClock(9000)
  await using run = await runFlusher(plugin, { options: { FilePath }, model: 'v2', clock })
  await write(run, [raw(Buffer.from('a\xff', 'latin1')), raw(Buffer.alloc(0)), log()])
  assert.deepEqual(linesOf(FilePath), [{ __time__: 9, content: 'a\ufffd' }])
})

test('keeps the order of events of all kinds', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await using run = await runFlusher(plugin, { options: { FilePath }, model: 'v2' })
  await write(run, [{ n: '1' }, counter('2', 1), { n: '3' }, raw(Buffer.from('4'))])
  const order = linesOf(FilePath).map((line) => {
    const { n, __name__, content } = line as Record<string, string>
    return n ?? __name__ ?? content
  })
  assert.deepEqual(order, ['1', '2', '3', '4'])
})
