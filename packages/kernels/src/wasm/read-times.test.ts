import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { UNDECIDED } from '../one-pass/program.ts'
import { readTime } from '../time/read-time.ts'
import { resolveTime, TimeResult } from '../time/resolve-time.ts'
import { compileTimeFormat } from '../time/time-format.ts'
import { NO_YEAR, readTimes, TIME_BLOCK_WORDS, TIME_WORK_SIZE, timeImage } from './read-times.ts'
import { type ExtractRow, tableOf } from './test-support/extract-case.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'

const memory = new KernelMemory()
const ROW = 6

interface Zone {
  readonly offset: number
  readonly range: readonly [from: number, to: number]
  readonly years: readonly [first: number, last: number, others: number]
}

type Outcome = readonly [result: number, seconds: number, nanos: number]
const UNCHANGED = [7, 8] as const

/** One character for each byte. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1')

function expectedOf(
  format: string,
  { offset, years }: Zone,
  { value, source }: ExtractRow,
): Outcome {
  if (source !== 'bytes') return [source === 'none' ? TimeResult.failed : UNDECIDED, ...UNCHANGED]
  const read = readTime(compileTimeFormat(bytesOf(format)), Buffer.from(value).toString('latin1'))
  if (read === undefined) return [TimeResult.failed, ...UNCHANGED]
  const [first, last, others] = years
  const seconds = resolveTime(read, {
    offsetAt: () => offset,
    yearOf(month, day) {
      const year = month === 1 && day === 1 ? first : month === 12 && day === 31 ? last : others
      return year === NO_YEAR ? undefined : year
    },
  })
  if (seconds === undefined) return [TimeResult.impossible, ...UNCHANGED]
  return [TimeResult.set, seconds, read.nanos]
}

/** Reads by the kernel and compares with the twin; returns how many times were set. */
function assertReads(format: string, zone: Zone, rows: readonly ExtractRow[]): number {
  memory.reset()
  const slab = memory.put(Buffer.concat(rows.map(({ value }) => value)))
  const { rowInts, runInts } = tableOf({ rows })
  const rowsAt = memory.output(rowInts.length * 4, 4)
  memory.ints(rowsAt, rowInts.length).set(rowInts)
  const runs = memory.putInts(runInts)
  const results = memory.output(rows.length)
  const runIndexes = memory.putInts(
    rows.map(({ source, others }, index) => {
      return source === 'none' ? -1 : (rowInts[index * ROW] ?? 0) + others
    }),
  )
  const program = memory.putInts([...new Int32Array(timeImage(compileTimeFormat(format)).buffer)])
  const block = memory.ints(memory.output(TIME_BLOCK_WORDS * 4, 4), TIME_BLOCK_WORDS)
  const work = memory.output(TIME_WORK_SIZE, 16)
  memory.ready()
  const words = new Uint32Array(block.buffer, block.byteOffset, block.length)
  const { position } = readTimes(memory.kernels, words, {
    ...{ slab, rows: rowsAt, runs, rowIndexes: 0, runIndexes, position: 0, count: rows.length },
    ...{ runCount: 0, runCapacity: 0, results, program, work },
    ...{ offset: zone.offset, rangeFrom: zone.range[0], rangeTo: zone.range[1], years: zone.years },
  })
  memory.assertOnlyOutputsChanged()
  assert.equal(position, rows.length)
  let set = 0
  for (const [index, row] of rows.entries()) {
    const ints = memory.ints(rowsAt + index * ROW * 4, ROW)
    const found: Outcome = [memory.bytes[results + index] ?? -1, (ints[3] ?? 0) >>> 0, ints[4] ?? 0]
    const expected = expectedOf(format, zone, row)
    if (found[0] === TimeResult.set) set++
    if (found[0] === UNDECIDED && row.source === 'bytes') {
      assert.deepEqual(found.slice(1), UNCHANGED)
      const local = expected[1] + zone.offset
      const isInside = local >= zone.range[0] && local <= zone.range[1]
      const isRare = /%z/.test(format) && /[A-Z]/.test(Buffer.from(row.value).toString('latin1'))
      assert.ok(isRare || expected[0] === TimeResult.impossible || !isInside, 'left open')
    } else {
      assert.deepEqual(found, expected, Buffer.from(row.value).toString('latin1'))
    }
  }
  return set
}

const zone: fc.Arbitrary<Zone> = fc.record({
  offset: fc.constantFrom(0, 0, 8 * 3600, -(5 * 3600 + 1800)),
  range: fc.constantFrom([0, 0xffff_ffff], [0, 0xffff_ffff], [0, 1_700_000_000], [1, 0]),
  years: fc.constantFrom([2024, 2023, 2024], [NO_YEAR, NO_YEAR, NO_YEAR]),
}) as fc.Arbitrary<Zone>

/** A conversion, and what may stand for it, right or nearly so. */
const digits = (most: number) => fc.nat(most).map(String)
const CONVERSIONS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '%Y': fc.oneof(fc.integer({ min: 1970, max: 2106 }).map(String), digits(12000)),
  '%y': digits(99),
  '%C': digits(99),
  '%m': fc.oneof(
    digits(13),
    fc.nat(12).map((month) => String(month).padStart(2, '0')),
  ),
  '%b': fc.constantFrom('Jan', 'january', 'MAY', 'Mayor', 'Sept', 'Dec', 'Decembe', 'Jax'),
  '%d': digits(40),
  '%e': fc.oneof(
    digits(33),
    digits(9).map((day) => ` ${day}`),
  ),
  '%j': digits(400),
  '%H': digits(30),
  '%I': digits(14),
  '%p': fc.constantFrom('AM', 'pm', 'Pm', 'p'),
  '%M': digits(70),
  '%S': digits(70),
  '%f': fc.oneof(digits(999_999_999), digits(999), fc.constant('123456789012')),
  '%a': fc.constantFrom('Mon', 'Monday', 'mondAy', 'Tue', 'Tu'),
  '%s': fc.oneof(
    digits(2 ** 31),
    digits(2 ** 34),
    fc.constantFrom('0', '', '99999999999999999999999'),
  ),
  '%z': fc.constantFrom(
    'Z',
    '+08:00',
    '-0530',
    '+08',
    '+0',
    '+086',
    '+08:7',
    '+08:61',
    'EST',
    'GMT',
    'J',
    '+08:',
  ),
  '%Z': fc.constantFrom('UTC', 'CEST', '', '1'),
  '%T': fc.constantFrom('12:34:56', '1:2:3', '23:59:60', '24:00:00'),
  '%F': fc.constantFrom('2024-02-30', '1970-01-01', '2106-02-07', '2024-12-31', '0000-00-00'),
  '%%': fc.constantFrom('%', ''),
  '%D': fc.constantFrom('12/31/99', '1/1/70'),
  ' ': fc.constantFrom('', ' ', ' \t\n\v\f\r '),
  '-': fc.constant('-'),
  T: fc.constantFrom('T', 't'),
  '.': fc.constantFrom('.', ','),
  'é[': fc.constantFrom('é[', 'é['),
}

const parts = fc.array(fc.constantFrom(...Object.keys(CONVERSIONS)), { minLength: 1, maxLength: 8 })
const cases = parts.chain((format) => {
  const one = fc.tuple(...format.map((part) => CONVERSIONS[part] as fc.Arbitrary<string>))
  const value = fc
    .tuple(one, fc.constantFrom('', '', '', ' x', '0', '9'))
    .map(([texts, behind]) => texts.join('') + behind)
  return fc.record({
    format: fc.constant(format.join('')),
    values: fc.array(value, { maxLength: 4 }),
  })
})

const source: fc.Arbitrary<ExtractRow['source']> = fc.constantFrom(
  ...(['bytes', 'bytes', 'bytes', 'bytes', 'none', 'overlay'] as const),
)

/** Each value several times, because what is the same as before is not read again. */
function rowsOf(values: readonly string[], sources: readonly ExtractRow['source'][]): ExtractRow[] {
  return values.flatMap((value) => {
    const cut = value.slice(0, -1)
    return [value, value, `${value}5`, cut, `${cut}7`, value].map((text, index): ExtractRow => {
      return { value: Buffer.from(text), others: 1, room: 0, source: sources[index] ?? 'bytes' }
    })
  })
}

test('reads times as the twin does, in any format', () => {
  let set = 0
  fc.assert(
    fc.property(cases, zone, fc.array(source, { maxLength: 6 }), ({ format, values }, ...rest) => {
      const [where, sources] = rest
      set += assertReads(format, where, rowsOf(values, sources))
    }),
    { numRuns: 4000, seed: 61 },
  )
  assert.ok(set > 2000, `only ${set} times were set`)
})

const USUAL = [
  '%Y-%m-%d %H:%M:%S',
  '%Y-%m-%dT%H:%M:%S.%f%z',
  '%d/%b/%Y:%T %z',
  '%b %e %T',
  '%s',
  '%s.%f',
]

test('reads times in the usual formats, at the borders of what a time can be', () => {
  const zones = fc.sample(zone, { numRuns: 30, seed: 62 })
  for (const format of USUAL) {
    for (const seconds of [
      0,
      1,
      86_399,
      951_782_400,
      1_709_251_199,
      1_735_689_599,
      2 ** 32 - 1,
      2 ** 32,
    ]) {
      const iso = new Date(seconds * 1000).toISOString()
      const [date = '', time = ''] = iso.slice(0, -5).split('T')
      const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[
        Number(date.slice(5, 7)) - 1
      ]
      const values = [
        `${date} ${time}`,
        `${date}T${time}.007+08:00`,
        `${date.slice(8)}/${month}/${date.slice(0, 4)}:${time} Z`,
        `${month} ${date.slice(8).replace(/^0/, ' ')} ${time}`,
        `${seconds}`,
        `${seconds}.5`,
      ]
      for (const where of zones) {
        const first = zones[0] as Zone
        assertReads(format, where, rowsOf(values, []))
        if (format === '%Y-%m-%d %H:%M:%S' && seconds > 1) {
          const utc = { ...first, offset: 0, range: [0, 0xffff_ffff] } as const
          const set = assertReads(format, utc, rowsOf(values.slice(0, 1), []).slice(0, 1))
          assert.equal(set > 0, seconds < 2 ** 32)
        }
      }
    }
  }
})
