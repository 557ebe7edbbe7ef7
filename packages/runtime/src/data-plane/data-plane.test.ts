import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LogValue, group as makeInfo } from '@sluice/plugin'
import type { JsonLayout, Kernels, RegexOptions } from '@sluice/plugin/columns'
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

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '"', '\\', '\u0000', '\ud800', 'ä'.repeat(20), 'x'.repeat(1000)),
)
const value = fc.oneof(text, text, fc.integer(), fc.boolean(), fc.constant({ a: [1] }))
const bytes = fc.uint8Array({ maxLength: 60 })
const lines = fc.array(
  fc.oneof(
    bytes,
    text.map((each) => Buffer.from(each)),
  ),
  { maxLength: 40 },
)
const change = fc.record({
  row: fc.nat(60),
  key: fc.constantFrom('content', 'a', 'b"c', 'ü'),
  value,
})
interface Change {
  readonly row: number
  readonly key: string
  readonly value: LogValue
}

const layout: fc.Arbitrary<JsonLayout> = fc.record(
  {
    tags: fc.boolean(),
    time: fc.constantFrom('none' as const, 'number-first' as const, 'string-last' as const),
    prefix: fc.constantFrom('', '2026-11-22 '),
  },
  { requiredKeys: ['tags', 'time'] },
)

/** What a reader, a plugin and a filter make of the same input. */
function build(
  arena: Arena,
  kernels: Kernels,
  given: { lines: readonly Uint8Array[]; changes: readonly Change[]; drop: number },
): { readonly group: Group; readonly end: number } {
  const group = new Group(new LogTable(arena), makeInfo({ host: 'h"1', zone: 'ö' }))
  const input = Buffer.concat(given.lines.flatMap((line) => [line, Buffer.from('\n')]))
  const room = group.reserve(input.length + 3)
  room.set(input)
  room.set([97, 98, 99], input.length)
  const from = group.commit(input.length + 3)
  const key = group.key('content')
  const end = kernels.splitLines(group, from, from + input.length + 3, key, 1_700_000_000, 5)
  for (const { row, key: name, value: set } of given.changes) {
    if (row >= group.length) continue
    if (typeof set === 'string') group.setText(row, group.key(name), set)
    else group.table.setValue(group.rowAt(row), group.key(name), set)
  }
  if (given.drop > 0) group.filterRows((row) => row % given.drop !== 0)
  return { group, end }
}

const given = fc.record({
  lines,
  changes: fc.array(change, { maxLength: 8 }),
  drop: fc.nat(3),
})

test('groups in shared memory give the same lines as groups on the heap', () => {
  let encoded = 0
  fc.assert(
    fc.property(given, layout, (input, how) => {
      const plain = build(heap(), plainKernels, input)
      const shared = build(new SharedArena(memory), compiled, input)
      assert.equal(shared.end, plain.end)
      assert.equal(shared.group.length, plain.group.length)
      const expected = Buffer.concat(plain.group.encodeJson(how)).toString('latin1')
      // Twice: a second flusher, and a retry, see the same.
      for (const _ of [1, 2]) {
        const pieces = shared.group.encodeJson(how)
        assert.equal(Buffer.concat(pieces).toString('latin1'), expected)
        if (pieces.some((piece) => memory.holds(piece))) encoded++
      }
      plain.group.release()
      shared.group.release()
      assert.equal(memory.blocks.free, before)
    }),
    { seed: 11, numRuns: 500 },
  )
  assert.ok(encoded > 300, `the kernel has encoded ${encoded} of 1000`)
})

test('what does not fit into the memory any more is done on the heap', () => {
  const taken = []
  for (let block = memory.take(4096); block !== undefined; block = memory.take(4096)) {
    taken.push(block)
  }
  const input = { lines: [Buffer.from('a'), Buffer.from('b')], changes: [], drop: 0 }
  const { group } = build(new SharedArena(memory), compiled, input)
  const how = { tags: false, time: 'none' } as const
  assert.equal(
    Buffer.concat(group.encodeJson(how)).toString(),
    '{"content":"a"}\n{"content":"b"}\n',
  )
  group.release()
  for (const block of taken) block.release()
  assert.equal(memory.blocks.free, before)
})

test('encoded lines live until the last reader of the group has ended', () => {
  const input = { lines: [Buffer.from('a')], changes: [], drop: 0 }
  const { group } = build(new SharedArena(memory), compiled, input)
  const how = { tags: false, time: 'none' } as const
  group.beginReading()
  group.beginReading()
  const [piece] = group.encodeJson(how)
  group.endReading()
  const other = build(new SharedArena(memory), compiled, input).group
  other.encodeJson({ ...how, prefix: 'other' })
  assert.equal(Buffer.from(piece as Uint8Array).toString(), '{"content":"a"}\n')
  group.release()
  assert.ok(memory.blocks.free < before)
  group.endReading()
  other.release()
  assert.equal(memory.blocks.free, before)
})

const patterns = fc.constantFrom(
  { pattern: '(\\w+) (\\d+)', dialect: 're2', match: 'search' },
  { pattern: '^(\\S+) \\[([^\\]]*)\\](?: (x))?', dialect: 're2', match: 'search' },
  { pattern: '(.*)', dialect: 'perl', match: 'full' },
  { pattern: '([a-z]*)"?(.*)', dialect: 'perl', match: 'full' },
  { pattern: '(a|b)+?(c*)a', dialect: 're2', match: 'search' },
) as fc.Arbitrary<RegexOptions & { readonly pattern: string }>

const words = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', ' ', '[', ']', 'x', 'ä', '"'), { maxLength: 30 })
  .map((parts) => Buffer.from(parts.join('')))

test('an expression gives the same fields by the kernel and by V8', () => {
  const inputs = fc.record({
    lines: fc.array(fc.oneof(words, bytes), { maxLength: 30 }),
    changes: fc.array(change, { maxLength: 4 }),
    drop: fc.nat(3),
  })
  fc.assert(
    fc.property(inputs, patterns, fc.boolean(), (input, { pattern, ...options }, fill) => {
      const found = [
        build(heap(), plainKernels, input).group,
        build(new SharedArena(memory), compiled, input).group,
      ].map((group, index) => {
        const regex = [plainKernels, compiled][index]?.regex(pattern, options)
        const keys = Array.from({ length: regex?.groups ?? 0 }, (_, each) => group.key(`k${each}`))
        const content = group.key('content')
        const runs = Int32Array.from({ length: group.length }, (_, row) => group.find(row, content))
        const matched = regex?.matches(group, runs)
        const results = regex?.extract(group, runs, keys, fill)
        const json = Buffer.concat(group.encodeJson({ tags: false, time: 'none' }))
        group.release()
        return [matched, results, json.toString('latin1')]
      })
      assert.deepEqual(found[1], found[0])
      assert.equal(memory.blocks.free, before)
    }),
    { seed: 13, numRuns: 500 },
  )
})
