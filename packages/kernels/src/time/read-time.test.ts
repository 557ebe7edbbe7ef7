import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTime } from './read-time.ts'
import { resolveTime } from './resolve-time.ts'
import { compileTimeFormat } from './time-format.ts'

/** The time in UTC, with the fraction if there is one; in 2024 if it has no year. */
function read(format: string, text: string): string | undefined {
  const found = readTime(compileTimeFormat(format), text)
  if (found === undefined) return undefined
  const seconds = resolveTime(found, { offsetAt: () => 0, yearOf: () => 2024 })
  if (seconds === undefined) return 'impossible'
  const iso = new Date(seconds * 1000).toISOString().slice(0, -5)
  return found.nanos === 0 ? iso : `${iso}.${String(found.nanos).padStart(9, '0')}`
}

const cases: readonly (readonly [format: string, text: string, time: string | undefined])[] = [
  ['%Y-%m-%d %H:%M:%S', '2024-02-29 23:59:60', '2024-03-01T00:00:00'],
  ['%F %T', '2023-02-30 1:2:3', '2023-03-02T01:02:03'],
  ['%F', '2024-00-01', undefined],
  ['%F', '2024-1-32', undefined],
  ['%m%d', '0405', '2024-04-05T00:00:00'],
  ['%d%m', '45', '2024-05-04T00:00:00'],
  ['%d', '39', undefined],
  ['%H', '24', undefined],
  ['%H', '3', '2024-01-01T03:00:00'],
  ['%d/%b/%Y:%T %z', '10/Oct/2000:13:55:36 -0700', '2000-10-10T13:55:36'],
  ['%d/%b/%Y:%T %z', '10/Oct/2000:13:55:36 x', undefined],
  ['%b %e %T', 'aUg  9 01:02:03', '2024-08-09T01:02:03'],
  ['%B', 'Sept', '2024-09-01T00:00:00'],
  ['%A, %d %b', 'Mondayx, 1 Jan', undefined],
  ['%a, %d %b %Y', 'Wednesday, 12 Jun 2024', '2024-06-12T00:00:00'],
  ['%c', 'Tue Nov 20 14:12:58 2020', '2020-11-20T14:12:58'],
  ['%y', '68', '2068-01-01T00:00:00'],
  ['%y', '70', 'impossible'],
  ['%y', '71', '1971-01-01T00:00:00'],
  ['%C%y', '2099', '2099-01-01T00:00:00'],
  ['%Y %j', '2024 366', '2024-12-31T00:00:00'],
  ['%Y', '2107', 'impossible'],
  ['%I %p', '12 AM', '2024-01-01T00:00:00'],
  ['%p%I', 'pm11', '2024-01-01T23:00:00'],
  ['%r', '12:00:01 PM', '2024-01-01T12:00:01'],
  ['%R.%f', '10:20.000001', '2024-01-01T10:20:00.000001000'],
  ['%T,%f', '10:20:30,1234567891', '2024-01-01T10:20:30.123456789'],
  ['%T.%f', '10:20:30.', undefined],
  ['%H %Z %Y', '10 CEST 2025', '2025-01-01T10:00:00'],
  ['%H%z', '10+08:', '2024-01-01T10:00:00'],
  ['%H%z', '10+081', undefined],
  ['%H%z', '10+08:61', undefined],
  ['%H%z%M', '10EST9', '2024-01-01T10:09:00'],
  ['%H%t%n%M', '10 \t\n 9', '2024-01-01T10:09:00'],
  ['%H%%%M', '10%9', '2024-01-01T10:09:00'],
  ['%EY-%Om', '2024-05', '2024-05-01T00:00:00'],
  ['é %H', 'é5', '2024-01-01T05:00:00'],
  ['%s', '1700000000', '2023-11-14T22:13:20'],
  ['%s', '1700000000123', '2023-11-14T22:13:20.123000000'],
  ['%s', '86400.5', '1970-01-02T00:00:00'],
  ['%s', '0', undefined],
  ['%s.%f', '1700000000.25', '2023-11-14T22:13:20.250000000'],
  ['%s.%f', '1700000000', undefined],
  ['%s%f', '17000000001', '2023-11-14T22:13:20.100000000'],
  ['[%s]', '[1700000000]', '2023-11-14T22:13:20'],
  ['[%s]', '[170000000000]', 'impossible'],
]

for (const [format, text, time] of cases) {
  test(`${JSON.stringify(text)} by ${JSON.stringify(format)} is ${time ?? 'no time'}`, () => {
    assert.equal(read(format, text), time)
  })
}
