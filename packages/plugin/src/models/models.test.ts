import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  counter,
  gauge,
  group,
  histogram,
  KeyValues,
  log,
  metric,
  rateCounter,
  raw,
  span,
  summary,
  toNanoseconds,
  untyped,
  valueToText,
} from './index.ts'

test('a log is an ordered run of pairs: set replaces the last, append adds, reading gives the last', () => {
  const event = log({
    contents: [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ],
  })
  event.set('a', '4')
  event.set('c', '5')
  event.append('b', '6')
  assert.deepEqual(
    [...event.entries()],
    [
      ['a', '1'],
      ['b', '2'],
      ['a', '4'],
      ['c', '5'],
      ['b', '6'],
    ],
  )
  assert.deepEqual(
    [event.get('b'), event.get('x'), event.has('c'), event.length],
    ['6', undefined, true, 5],
  )
  assert.ok(event.rename('a', 'A'))
  assert.ok(!event.rename('a', 'B'))
  assert.ok(event.delete('A'))
  assert.ok(!event.delete('A'))
  assert.deepEqual(
    [...event.entries()],
    [
      ['b', '2'],
      ['c', '5'],
      ['b', '6'],
    ],
  )
})

test('the body of a log is its field content', () => {
  const event = log({ contents: { content: 'x' } })
  assert.equal(event.body, 'x')
  event.body = { typed: [1n] }
  assert.deepEqual(event.get('content'), { typed: [1n] })
  event.body = undefined
  assert.equal(event.length, 0)
})

test('a kept event is a copy that is not connected', () => {
  const tags = { a: '1' }
  const inner = { timestamp: 1n, name: 'e', tags: new KeyValues(tags) }
  const link = { traceId: 't', spanId: 's', traceState: '', tags: new KeyValues(tags) }
  const times = { traceId: 't', spanId: 's', startTime: 0, endTime: 1 }
  const events = [
    log({ contents: { f: '1' }, tags }),
    counter('c', { f: 1 }, { tags, typedValues: { t: 'x' } }),
    span('n', { ...times, tags, links: [link], events: [inner] }),
    raw(Buffer.from('1')),
  ]
  const [keptLog, keptMetric, keptSpan, keptRaw] = events.map((event) => event.keep())
  const [event, metricEvent, spanEvent, rawEvent] = events
  assert.ok(event?.kind === 'log' && keptLog?.kind === 'log')
  event.set('f', '2')
  event.tags.add('a', '2')
  assert.deepEqual([keptLog.get('f'), keptLog.tags.get('a')], ['1', '1'])
  assert.ok(metricEvent?.kind === 'metric' && keptMetric?.kind === 'metric')
  metricEvent.value = 2
  metricEvent.typedValues.add('t', 'y')
  metricEvent.tags.add('a', '2')
  assert.deepEqual(
    [keptMetric.value, keptMetric.typedValues.get('t'), keptMetric.tags.get('a')],
    [{ f: 1 }, 'x', '1'],
  )
  assert.ok(spanEvent?.kind === 'span' && keptSpan?.kind === 'span')
  inner.tags.add('a', '2')
  link.tags.add('a', '2')
  assert.deepEqual(
    [keptSpan.events[0]?.tags.get('a'), keptSpan.links[0]?.tags.get('a'), keptSpan.endTime],
    ['1', '1', 1_000_000n],
  )
  assert.ok(rawEvent?.kind === 'raw' && keptRaw?.kind === 'raw')
  rawEvent.bytes[0] = 0
  assert.equal(keptRaw.bytes[0], 0x31)
})

test('keeping copies every field', () => {
  const init = {
    contents: { a: '1' },
    time: 1n,
    observedTime: 2n,
    name: 'n',
    level: 'l',
    traceId: 't',
    spanId: 's',
    offset: 3,
    rawSize: 4,
  }
  assert.deepEqual({ ...log(init).keep() }, { ...log(init) })
  const full = { time: 1n, observedTime: 2n, unit: 'u', description: 'd' }
  assert.deepEqual({ ...gauge('g', 1, full).keep() }, { ...gauge('g', 1, full) })
  const traced = span('n', {
    traceId: 't',
    spanId: 's',
    parentSpanId: 'p',
    traceState: 'x',
    spanKind: 'server',
    status: 'error',
    startTime: 1n,
    endTime: 2n,
    observedTime: 3n,
  })
  assert.deepEqual({ ...traced.keep() }, { ...traced })
})

test('a number as a time is milliseconds, a bigint nanoseconds', () => {
  assert.equal(toNanoseconds(1.5), 1_500_000n)
  assert.equal(toNanoseconds(1_767_225_600_123), 1_767_225_600_123_000_000n)
  assert.equal(toNanoseconds(7n), 7n)
  assert.equal(log({ time: 5 }).timestamp, 5_000_000n)
})

test('the factories name the type of a metric', () => {
  const made = [
    counter('c', 1),
    rateCounter('r', 1),
    gauge('g', 1),
    untyped('u', 1),
    metric('meter', 'm', undefined),
  ]
  assert.deepEqual(
    made.map(({ metricType }) => metricType),
    ['counter', 'rate_counter', 'gauge', 'untyped', 'meter'],
  )
})

test('buckets of a histogram are named by their interval, the side of zero that is open first', () => {
  const buckets = [
    { lower: -Infinity, upper: -1, count: 1 },
    { lower: -1, upper: 0, count: 2 },
    { lower: 0, upper: 0.5, count: 3 },
    { lower: 0.5, upper: Infinity, count: 4 },
  ]
  assert.deepEqual(histogram('h', { count: 10, sum: 2.5, min: -3, max: 9, buckets }).value, {
    count: 10,
    sum: 2.5,
    min: -3,
    max: 9,
    '(-Inf,-1]': 1,
    '[-1,0)': 2,
    '(0,0.5]': 3,
    '(0.5,+Inf]': 4,
  })
})

test('quantiles of a summary are named by their number', () => {
  const value = { count: 2, sum: 3, quantiles: { '0.5': 1, '0.99': 2 } }
  assert.deepEqual(summary('s', value).value, { count: 2, sum: 3, '0.5': 1, '0.99': 2 })
})

test('a value reads as its JSON, text and bytes as they are', () => {
  const cases = [
    ['text', 'text'],
    [1.5, '1.5'],
    [2n ** 64n, '18446744073709551616'],
    [true, 'true'],
    [null, 'null'],
    [NaN, 'null'],
    [Buffer.from('\ufeffé\xff', 'latin1'), '\ufffd\ufffd\ufffd'],
    [Buffer.from('\ufeffé'), '\ufeffé'],
    [{ a: [1n, Buffer.from('b'), { c: null }] }, '{"a":[1,"b",{"c":null}]}'],
  ] as const
  for (const [value, expected] of cases) assert.equal(valueToText(value as never), expected)
})

test('a group is made of plain objects or of tags that are there already', () => {
  const { tags, metadata } = group({ host: 'h' }, new KeyValues({ m: '1' }))
  assert.deepEqual([tags.toJSON(), metadata.toJSON()], [{ host: 'h' }, { m: '1' }])
  assert.notEqual(group(tags).tags, tags)
})
