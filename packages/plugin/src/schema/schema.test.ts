import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import {
  duration,
  object,
  parseDuration,
  parseSize,
  pathGlob,
  regexp,
  secret,
  size,
} from './index.ts'

test('durations are written in Go’s notation, a bare number is nanoseconds', () => {
  const cases: readonly (readonly [string | number, number])[] = [
    ['5s', 5000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
    ['2000us', 2],
    ['2000µs', 2],
    ['1000000ns', 1],
    ['0s', 0],
    [0, 0],
    [5_000_000_000, 5000],
  ]
  for (const [text, milliseconds] of cases)
    assert.equal(parseDuration(text), milliseconds, String(text))
})

test('what is no duration is refused with a sentence that says what to write', () => {
  for (const text of ['', '5', 's', '5 s', '-5s', '5sec', '1s garbage']) {
    assert.throws(() => parseDuration(text), /is not a duration; write it like '5s'/)
  }
  assert.throws(() => parseDuration(5), /a bare number is nanoseconds; did you mean '5s'\?/)
  assert.throws(() => parseDuration('10us'), /shorter than a millisecond: write '1ms' or more/)
  assert.throws(() => parseDuration('600h'), /longer than 24 days/)
})

test('sizes are powers of 1024 in any case, or a number of bytes', () => {
  const cases: readonly (readonly [string | number, number])[] = [
    ['512KB', 524_288],
    ['1.5 mib', 1_572_864],
    ['2G', 2_147_483_648],
    ['7', 7],
    ['10b', 10],
    [4_294_967_295, 4_294_967_295],
  ]
  for (const [text, bytes] of cases) assert.equal(parseSize(text), bytes, String(text))
  for (const text of ['', 'KB', '1XB', '-1', '1 2']) {
    assert.throws(() => parseSize(text), /is not a size; write it like '512KB'/)
  }
})

test('schemas give milliseconds, bytes and defaults, and name the option that is wrong', () => {
  const schema = object({ Wait: duration('5s'), Most: size('1KB') })
  assert.deepEqual(schema.parse({}), { Wait: 5000, Most: 1024 })
  assert.deepEqual(schema.parse({ Wait: '1m', Most: 7 }), { Wait: 60_000, Most: 7 })
  const refused = schema.safeParse({ Wait: 5 })
  assert.deepEqual(
    refused.error?.issues.map(({ path, message }) => [path, message]),
    [
      [
        ['Wait'],
        "the duration 5 is shorter than a millisecond: a bare number is nanoseconds; did you mean '5s'?",
      ],
    ],
  )
  assert.equal(object({ Wait: duration() }).safeParse({}).success, false)
})

test('an expression is compiled, one that cannot be is refused', () => {
  assert.deepEqual(regexp('i').parse('a+'), /a+/i)
  assert.equal(regexp().safeParse('(').success, false)
})

test('a path is not empty and holds no NUL', () => {
  assert.equal(pathGlob().parse('/var/log/**/*.log'), '/var/log/**/*.log')
  assert.equal(pathGlob().safeParse('').success, false)
  assert.equal(pathGlob().safeParse('a\0b').success, false)
})

test('a secret shows itself to nobody but who asks for it', () => {
  const password = secret().parse('hunter2')
  assert.equal(password.reveal(), 'hunter2')
  for (const shown of [
    String(password),
    JSON.stringify({ password }),
    inspect(password, { depth: 9 }),
  ]) {
    assert.ok(!shown.includes('hunter2'), shown)
  }
})
