import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Kernels, LineMatches } from '@sluice/plugin/columns'
import { type Arena, createHeapArenas } from '../carrier/arena.ts'
import { Group } from '../carrier/group.ts'
import { LogTable } from '../carrier/log-table.ts'
import { plainKernels } from '../plain-kernels/plain-kernels.ts'
import { compiledKernels } from './compiled-kernels.ts'
import { CompiledRegex } from './compiled-regex.ts'
import { SharedArena } from './shared-arena.ts'
import { SharedMemory } from './shared-memory.ts'

const heap = createHeapArenas()
const memory = new SharedMemory()
const compiled = compiledKernels(memory)
const before = memory.blocks.free

/** Some are compiled, some are not, some are undecided on some lines. */
const PATTERNS = [
  '\\d{4}-\\d{2}-\\d{2}',
  '(?-m)^\\[\\d+\\]',
  '^\\s',
  '(?<!a)b',
  '\\w+\\s=',
  'é|\\x{FFFD}',
  '',
  'x$',
]
const SEARCH = { dialect: 'perl', match: 'search' } as const

function matchesOf(
  arena: Arena,
  kernels: Kernels,
  given: { bytes: Uint8Array; from: number; to: number; patterns: readonly string[] },
): LineMatches {
  const group = new Group(new LogTable(arena))
  group.reserve(given.bytes.length).set(given.bytes)
  group.commit(given.bytes.length)
  const expressions = given.patterns.map((pattern) => kernels.regex(pattern, SEARCH))
  const matches = kernels.matchLines(group, given.from, given.to, expressions)
  assert.equal(group.length, 0)
  group.release()
  return matches
}

const piece = fc.oneof(
  fc.constantFrom('\n', '\n', '\r\n', '2026-11-22', '[12]', ' ', 'ab', 'b', 'é', '日 =', 'x', '\0'),
  fc.nat(30).map((length) => '.'.repeat(length)),
)
const content = fc.oneof(
  { weight: 3, arbitrary: fc.array(piece).map((pieces) => Buffer.from(pieces.join(''))) },
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
)

test('lines in shared memory and what matches them are those of the heap', () => {
  const patterns = fc.array(fc.constantFrom(...PATTERNS), { maxLength: 4 })
  fc.assert(
    fc.property(content, fc.nat(), fc.nat(), patterns, (bytes, a, b, chosen) => {
      const [from = 0, to = 0] = [a, b].map((n) => n % (bytes.length + 1)).toSorted((x, y) => x - y)
      const given = { bytes, from, to, patterns: chosen }
      const expected = matchesOf(heap(), plainKernels, given)
      assert.deepEqual(matchesOf(new SharedArena(memory), compiled, given), expected)
      assert.equal(memory.blocks.free, before)
    }),
    { seed: 12, numRuns: 1000 },
  )
})

test('of more lines than one call takes, all are found', () => {
  for (const count of [4095, 4096, 4097, 8192, 20_000]) {
    for (const last of ['', 'b']) {
      const bytes = Buffer.from('ab\n\nb\n'.repeat(count).slice(0, count * 2) + last)
      const given = { bytes, from: 0, to: bytes.length, patterns: ['b', '(?<!a)b'] }
      const expected = matchesOf(heap(), plainKernels, given)
      assert.deepEqual(matchesOf(new SharedArena(memory), compiled, given), expected)
    }
  }
})

test('patterns at the beginning of a line are run by the kernel', () => {
  for (const pattern of ['(?-m)^\\d{4}-', '(?-m)^\\[\\d+\\]', '(?-m)^\\S', '\\d+-\\d+\\s']) {
    assert.ok(compiled.regex(pattern, SEARCH) instanceof CompiledRegex, pattern)
  }
})
