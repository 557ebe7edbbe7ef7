import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { LoggerOptions } from './index.ts'
import { createLogger } from './index.ts'

const TIME = Date.UTC(2026, 10, 22, 16, 6)

function setUp(options: LoggerOptions = {}) {
  const lines: string[] = []
  const clock = {
    elapsed: 0,
    now: () => TIME + clock.elapsed,
    monotonic: () => 5000 + clock.elapsed,
  }
  const write = (line: string): boolean => {
    lines.push(line)
    return true
  }
  const logger = createLogger({ format: 'json', write, clock, ...options })
  const records = (): Record<string, unknown>[] =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return { logger, lines, records, clock }
}

test('a json record is one line with time, level, fields and message', () => {
  const { logger, lines } = setUp()
  logger.warn({ file: '/var/log/a\nb.log', bytes: 12 }, 'line is too long')
  assert.deepEqual(lines, [
    '{"level":"warn","time":"2026-11-22T16:06:00.000Z","file":"/var/log/a\\nb.log","bytes":12,"message":"line is too long"}\n',
  ])
})

test('a text record is one readable line', () => {
  const { logger, lines } = setUp({ format: 'text' })
  logger.info({ file: '/var/log/a.log', note: 'two words', size: { bytes: 1, ok: true } }, 'opened')
  logger.error({ list: ['a', 1], empty: '' }, 'failed')
  assert.deepEqual(lines, [
    '2026-11-22T16:06:00.000Z INFO  opened file=/var/log/a.log note="two words" size.bytes=1 size.ok=true\n',
    '2026-11-22T16:06:00.000Z ERROR failed list=["a",1] empty=""\n',
  ])
})

test('data in a text record neither starts a line nor reaches the terminal as control codes', () => {
  const { logger, lines } = setUp({ format: 'text' })
  logger.info({ 'k\ney': 'a\u001b[2Jb\u009b1m\u2028c', nested: ['\u007f'] }, 'one\ntwo\r%s %d')
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /^[^\p{Cc}\u2028]+\n$/u)
  assert.match(
    lines[0] ?? '',
    /INFO {2}one\\ntwo\\r%s %d "k\\ney"="a\\u001b\[2Jb\\u009b1m\\u2028c"/,
  )
})

test('records below the level are not written', () => {
  const { logger, records } = setUp({ level: 'warn' })
  logger.debug('a')
  logger.info('b')
  logger.warn('c')
  logger.child({ plugin: 'p' }).error('d')
  assert.deepEqual(
    records().map(({ message }) => message),
    ['c', 'd'],
  )
})

test('a child adds its fields, a call overrides them, and no key occurs twice', () => {
  const { logger, lines, records } = setUp()
  const child = logger.child({ pipeline: 'nginx', plugin: 'input_file' }).child({ plugin: 'inner' })
  child.info({ pipeline: 'other' }, 'm')
  logger.info('n')
  assert.equal(lines[0]?.match(/"plugin"/g)?.length, 1)
  assert.deepEqual(
    records().map(({ pipeline, plugin }) => [pipeline, plugin]),
    [
      ['other', 'inner'],
      [undefined, undefined],
    ],
  )
})

test("fields cannot pass for the record's own time, level and message", () => {
  const { logger, records } = setUp()
  logger.error({ time: 'never', level: 'info', message: 'all is well' }, 'disk failed')
  assert.deepEqual(records()[0], {
    level: 'error',
    time: '2026-11-22T16:06:00.000Z',
    time_: 'never',
    level_: 'info',
    message_: 'all is well',
    message: 'disk failed',
  })
})

test('an error shows code, message, hint and cause, and nothing a client has hung on it', () => {
  const { logger, lines, records } = setUp()
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  const error = Object.assign(new Error('send failed', { cause }), {
    hint: 'Check the address.',
    config: { headers: { authorization: 'Bearer canary' } },
  })
  logger.warn({ error }, 'delivery failed')
  assert.deepEqual(records()[0]?.['error'], {
    message: 'send failed',
    hint: 'Check the address.',
    cause: { code: 'ECONNREFUSED', message: 'refused' },
  })
  assert.doesNotMatch(lines.join(''), /canary|stack/)
})

test('at level debug an error shows its stack', () => {
  const { logger, records } = setUp({ level: 'debug' })
  logger.warn({ error: new Error('send failed') }, 'delivery failed')
  const error = records()[0]?.['error'] as Record<string, unknown>
  assert.match(String(error['stack']), /create-logger\.test\.ts/)
})

test('credentials in URLs are masked wherever they occur', () => {
  const { logger, lines } = setUp()
  const url = new URL('https://user:canary@host/path?q=a@b')
  logger
    .child({ target: url })
    .info(
      { error: new Error(`GET ${url.href}`), text: 'ftp://canary@x and ftp://y:can@ary@z/' },
      url.href,
    )
  assert.doesNotMatch(lines.join(''), /canary|can@ary/)
  assert.match(lines.join(''), /https:\/\/\*\*\*@host\/path\?q=a@b/)
})

test('values no log line can hold are bounded or replaced, never thrown', () => {
  const { logger, lines, records } = setUp()
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  const hostile = new Proxy({}, { ownKeys: () => assert.fail('hostile') })
  const fields = {
    cyclic,
    long: 'x'.repeat(1_000_000),
    many: Array.from({ length: 100_000 }, (_, index) => index),
    big: 12n,
    infinite: -Infinity,
    bytes: new Uint8Array(7),
    date: new Date(TIME),
    hostile,
    get broken(): unknown {
      return assert.fail('broken')
    },
    function: () => 1,
    nothing: null,
    ['__proto__']: 'kept',
  }
  logger.info(fields, 'm')
  logger.info(hostile, 'm')
  logger.child(hostile).info('m')
  const record = records()[0] ?? {}
  assert.equal(lines.length, 3)
  assert.ok(lines.every((line) => line.length < 10_000))
  assert.equal(record['big'], '12')
  assert.equal(record['infinite'], '-Infinity')
  assert.equal(record['bytes'], '(7 bytes)')
  assert.equal(record['date'], '2026-11-22T16:06:00.000Z')
  assert.equal(record['hostile'], '(unreadable)')
  assert.equal(record['broken'], '(unreadable)')
  assert.equal(record['nothing'], null)
  assert.equal((record['many'] as unknown[]).length, 51)
})

test('any fields become exactly one line in either format', () => {
  const text = setUp({ format: 'text' })
  const json = setUp()
  fc.assert(
    fc.property(fc.object({ withBigInt: true, withDate: true }), fc.string(), (fields, message) => {
      for (const { logger, lines, clock } of [text, json]) {
        clock.elapsed += 60_000
        lines.length = 0
        logger.warn(fields, message)
        assert.equal(lines.length, 1)
        assert.match(lines[0] ?? '', /^[^\n]+\n$/)
      }
      assert.equal(json.records()[0]?.['message'], message)
    }),
  )
})

test('repeats beyond ten in 10 s are counted and reported once', () => {
  const { logger, records, clock } = setUp()
  const plugin = logger.child({ pipeline: 'nginx', plugin: 'processor_json' })
  for (let index = 0; index < 100; index++) plugin.warn({ index }, 'not JSON')
  assert.equal(records().length, 10)
  clock.elapsed = 9_999
  logger.tick()
  assert.equal(records().length, 10)
  clock.elapsed = 10_000
  logger.tick()
  logger.tick()
  assert.deepEqual(records().slice(10), [
    {
      level: 'warn',
      time: '2026-11-22T16:06:10.000Z',
      pipeline: 'nginx',
      plugin: 'processor_json',
      repeated: 'not JSON',
      count: 90,
      seconds: 10,
      message: 'repeats not shown',
    },
  ])
  plugin.warn('not JSON')
  assert.equal(records().length, 12)
})

test('a record of another level, message, pipeline or plugin is no repeat', () => {
  const { logger, records } = setUp()
  const kinds = [
    () => logger.warn('m'),
    () => logger.error('m'),
    () => logger.warn('n'),
    () => logger.warn({ pipeline: 'a' }, 'm'),
    () => logger.child({ pipeline: 'b' }).warn('m'),
    () => logger.child({ plugin: 'a' }).warn('m'),
  ]
  for (const log of kinds) for (let index = 0; index < 11; index++) log()
  assert.equal(records().length, 10 * kinds.length)
})

test('repeats held back are reported before the logger is left, and by the next record when they are due', () => {
  const { logger, records, clock } = setUp()
  for (let index = 0; index < 12; index++) logger.info('a')
  logger.flush()
  logger.flush()
  assert.equal(records().at(-1)?.['count'], 2)
  for (let index = 0; index < 13; index++) logger.info('b')
  clock.elapsed = 10_000
  logger.info('c')
  assert.equal(records().at(-2)?.['count'], 3)
  assert.equal(records().at(-1)?.['message'], 'c')
})

test('messages without end do not make the table of repeats grow: the oldest are reported early', () => {
  const { logger, records } = setUp()
  for (let index = 0; index < 11; index++) logger.info('first')
  for (let index = 0; index < 1000; index++) logger.info(`message ${index}`)
  const reports = records().filter(({ repeated }) => repeated === 'first')
  assert.equal(reports.length, 1)
})

test('records that could not be written are counted in the next one that could', () => {
  const lines: string[] = []
  // The first three are lost, then one goes through but not the report of it.
  const outcomes = [false, new Error('EPIPE'), false, true, false, true, true, true]
  const { logger } = setUp({
    write: (line) => {
      const outcome = outcomes.shift() ?? assert.fail('one write too many')
      if (outcome instanceof Error) throw outcome
      if (outcome) lines.push(line)
      return outcome
    },
  })
  for (let index = 0; index < 6; index++) logger.info({ index }, 'm')
  assert.deepEqual(
    lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ index, count }) => index ?? { count }),
    [3, 4, { count: 3 }, 5],
  )
})
