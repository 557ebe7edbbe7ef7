import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group as makeInfo } from '@sluice/plugin'
import { type Kernels, type TimeOptions, TimeResult } from '@sluice/plugin/columns'
import fc from 'fast-check'
import { type Arena, createHeapArenas } from '../carrier/arena.ts'
import { Group } from '../carrier/group.ts'
import { LogTable } from '../carrier/log-table.ts'
import { plainKernels } from '../plain-kernels/plain-kernels.ts'
import { compiledKernels } from './compiled-kernels.ts'
import { SharedArena } from './shared-arena.ts'
import { SharedMemory } from './shared-memory.ts'

const heap = createHeapArenas()
const memory = new SharedMemory()
const compiled = compiledKernels(memory)

/** Reads the values, the first of which is a text that a plugin has set, and gives results and times. */
function read(
  arena: Arena,
  kernels: Kernels,
  options: TimeOptions,
  values: readonly string[],
  now: number,
) {
  const kernel = kernels.time(options)
  // A second group: what the first one taught must not change anything.
  return [1, 2].map(() => {
    const group = new Group(new LogTable(arena), makeInfo({}))
    const key = group.key('time')
    for (const [index, value] of values.entries()) {
      const row = group.addRow(7, 8)
      const bytes = Buffer.from(value)
      group.reserve(bytes.length).set(bytes)
      const offset = group.commit(bytes.length)
      if (index === 0) group.appendText(row, key, value)
      else group.appendBytes(row, key, offset, bytes.length)
    }
    group.filterRows((row) => row !== 2)
    const runs = Int32Array.from({ length: group.length }, (_, row) =>
      row === 3 ? -1 : group.first(row),
    )
    const results = kernel.read(group, runs, now)
    const times = [...results].map((result, row) => {
      const at = group.rowAt(row) * 6
      return [result, group.seconds(row), group.table.rows[at + 4]]
    })
    group.release()
    return times
  })
}

/** `seconds` as a zone that is ahead by `offset` writes it. */
function written(seconds: number, offset: number): string {
  return new Date((seconds + offset) * 1000).toISOString().slice(0, -5)
}

const zones = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns']
const original = process.env['TZ']

for (const zone of zones) {
  test(`reads what the plain kernel reads, in the zone ${zone}`, (t) => {
    process.env['TZ'] = zone
    t.after(() => {
      if (original === undefined) delete process.env['TZ']
      else process.env['TZ'] = original
    })
    const format = fc.constantFrom('%Y-%m-%dT%H:%M:%S', '%m-%dT%H:%M:%S', '%s', '%Y-%m-%dT%T\ufffd')
    const year = fc.constantFrom('current', 2025, undefined) as fc.Arbitrary<TimeOptions['year']>
    const options = fc.record({
      format,
      offset: fc.constantFrom(undefined, undefined, 3600, -5400),
      year,
    })
    // Through the spring and autumn of 2025, and around the turns of the year.
    const second = fc.oneof(
      fc.integer({ min: 1_740_000_000, max: 1_765_000_000 }),
      fc.integer({ min: 1_735_600_000, max: 1_735_800_000 }),
    )
    const value = fc
      .tuple(second, fc.constantFrom('', ' x', '\ufffd'))
      .map(([at, behind]) => written(at, 0) + behind)
    const values = fc.array(
      fc.oneof(
        value,
        value.map((text) => text.slice(5)),
        second.map((at) => `${at}0123`),
        fc.constant('x'),
      ),
      {
        minLength: 5,
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(options, values, second, (how, texts, now) => {
        const plain = read(heap(), plainKernels, how, texts, now)
        assert.deepEqual(read(new SharedArena(memory), compiled, how, texts, now), plain)
      }),
      { seed: 71, numRuns: 200 },
    )
  })
}

test('the machine\u2019s zone counts where none is given, summer and winter', (t) => {
  process.env['TZ'] = 'Europe/Berlin'
  t.after(() => {
    if (original === undefined) delete process.env['TZ']
    else process.env['TZ'] = original
  })
  const options = { format: '%Y-%m-%dT%H:%M:%S', offset: undefined, year: undefined }
  const [winter, summer] = [1_735_700_000, 1_751_000_000]
  const values = ['', written(winter, 3600), '', written(summer, 7200), written(summer, 7200)]
  const [times] = read(new SharedArena(memory), compiled, options, values, winter)
  assert.deepEqual(times?.slice(1), [
    [TimeResult.set, winter, 0],
    [TimeResult.set, summer, 0],
    [TimeResult.failed, 7, 8],
  ])
})

test('a day without a year is of the year nearest to now', () => {
  const options = { format: '%m-%d %H', offset: 0, year: 'current' } as const
  const at = (time: string): number => Date.parse(time) / 1000
  const cases = [
    ['01-01 00', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z'],
    ['12-31 23', '2026-01-01T00:00:00Z', '2025-12-31T23:00:00Z'],
    ['12-31 23', '2026-01-02T00:00:00Z', '2026-12-31T23:00:00Z'],
    ['07-01 00', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'],
  ] as const
  for (const [value, now, expected] of cases) {
    const [times] = read(new SharedArena(memory), compiled, options, [value, value], at(now))
    assert.deepEqual(times, [
      [TimeResult.set, at(expected), 0],
      [TimeResult.set, at(expected), 0],
    ])
  }
})

test('an unknown conversion is refused', () => {
  const options = { offset: 0, year: undefined }
  for (const format of ['%Q', '%Y %', '%E']) {
    assert.throws(() => compiled.time({ format, ...options }), RangeError)
  }
})
