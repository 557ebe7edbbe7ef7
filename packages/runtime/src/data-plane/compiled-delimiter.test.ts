import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group as makeInfo } from '@sluice/plugin'
import type { Kernels } from '@sluice/plugin/columns'
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
const before = memory.blocks.free

interface Input {
  readonly lines: readonly Uint8Array[]
  /** Rows whose value a plugin has set. */
  readonly set: number
  readonly drop: number
}

function build(arena: Arena, kernels: Kernels, { lines, set, drop }: Input): Group {
  const group = new Group(new LogTable(arena), makeInfo({}))
  const input = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  group.reserve(input.length).set(input)
  const from = group.commit(input.length)
  const key = group.key('content')
  kernels.splitLines(group, from, from + input.length, key, 1_700_000_000, 5)
  for (let row = set; set > 0 && row < group.length; row += set) {
    group.setText(row, key, `"x""",${group.text(group.first(row))}`)
  }
  if (drop > 0) group.filterRows((row) => row % drop !== 0)
  return group
}

const line = fc
  .array(
    fc.constantFrom(',', '"', '""', '","', 'a', 'bc', 'ä', ' ', '\r', '\ud83d', 'x'.repeat(20)),
    {
      maxLength: 14,
    },
  )
  .map((parts) => Buffer.from(parts.join('')))
const bytes = fc
  .array(fc.constantFrom(0x2c, 0x22, 0xc3, 0xa9, 0xe2, 0x61), { maxLength: 20 })
  .map((units) => Uint8Array.from(units))
const inputs = fc.record({
  lines: fc.array(fc.oneof(line, bytes), { maxLength: 30 }),
  set: fc.nat(4),
  drop: fc.nat(3),
})
const options = fc
  .record({
    cut: fc.constantFrom([',', '"'], [',', ''], ['é', ''], ['","', ''], ['\ufffd', ''], ['a', "'"]),
    trim: fc.boolean(),
    lastEmpty: fc.boolean(),
    strict: fc.boolean(),
    requireAll: fc.boolean(),
    rest: fc.constantFrom('each', 'tail', 'joined', 'none'),
  })
  .map(({ cut: [separator, quote], ...others }) => {
    const lastEmpty = others.lastEmpty || others.rest === 'joined'
    return { separator, quote, ...others, lastEmpty }
  })

test('values are split the same by the kernel and in plain JavaScript', () => {
  fc.assert(
    fc.property(inputs, options, fc.integer({ min: 1, max: 4 }), (input, how, keyCount) => {
      const both = [plainKernels, compiled].map((kernels) => kernels.delimiter(how))
      // Again with what the first time has shown to be needed.
      for (const _ of [1, 2]) {
        const found = [
          build(heap(), plainKernels, input),
          build(new SharedArena(memory), compiled, input),
        ].map((group, index) => {
          const keys = Array.from({ length: keyCount }, (__, key) =>
            key === 2 ? -1 : group.key(`k${key}`),
          )
          const runs = Int32Array.from({ length: group.length }, (__, row) => {
            return row % 5 === 4 ? -1 : group.first(row)
          })
          const restKey = (key: number): number => group.key(`rest${key}`)
          const results = both[index]?.split(group, runs, keys, restKey)
          const json = Buffer.concat(group.encodeJson({ tags: false, time: 'none' }))
          group.release()
          return [results, json.toString('latin1')]
        })
        assert.deepEqual(found[1], found[0])
      }
      assert.equal(memory.blocks.free, before)
    }),
    { seed: 41, numRuns: 500 },
  )
})

test('a delimiter that cannot work is refused', () => {
  const how = {
    trim: false,
    lastEmpty: true,
    strict: true,
    requireAll: true,
    rest: 'none',
  } as const
  for (const [separator, quote] of [
    ['', ''],
    [',', ','],
    [',,', '"'],
    ['é', '"'],
    [',', 'é'],
  ] as const) {
    assert.throws(() => compiled.delimiter({ separator, quote, ...how }), RangeError)
  }
})
