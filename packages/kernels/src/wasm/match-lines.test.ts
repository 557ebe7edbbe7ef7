import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { captureSize, MATCHED, NO_MATCH, type OnePassProgram } from '../one-pass/program.ts'
import { runOnePass } from '../one-pass/run-one-pass.ts'
import { compileBothWays } from '../one-pass/test-support/both-ways.ts'
import { anyPattern } from '../one-pass/test-support/patterns.ts'
import { programImage } from './extract.ts'
import { LINES_BLOCK_SIZE, matchLines, MOST_LINE_PROGRAMS, UNDECIDED_SHIFT } from './match-lines.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'

const memory = new KernelMemory()

interface Lines {
  readonly ends: readonly number[]
  readonly flags: readonly number[]
}

/** What the twin of the programs says of the lines of [from, to). */
function expectedLines(
  bytes: Uint8Array,
  from: number,
  to: number,
  programs: readonly OnePassProgram[],
): Lines {
  const lines: { ends: number[]; flags: number[] } = { ends: [], flags: [] }
  for (let start = from; start < to;) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline === -1 || newline > to ? to : newline
    const flags = programs.map((program, index) => {
      const captures = new Int32Array(captureSize(program))
      const result = runOnePass(program, bytes, start, end - start, captures)
      if (result === NO_MATCH) return 0
      return result === MATCHED ? 1 << index : 1 << (index + UNDECIDED_SHIFT)
    })
    lines.ends.push(end)
    lines.flags.push(flags.reduce((all, flag) => all | flag, 0))
    start = end + 1
  }
  return lines
}

/** Runs the kernel on [from, to) in calls of `capacity` lines, and the twin, and compares. */
function assertLikeTwin(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  programs: readonly OnePassProgram[],
  capacity: number,
): void {
  memory.reset()
  memory.output(to % 16)
  const slab = memory.put(bytes)
  const images = programs.map(programImage)
  const placed = images.map(({ bytes: image, classesOffset }, index) => {
    memory.putInts([])
    const address = memory.putInts([...new Int32Array(image.buffer)])
    return { image: address, classesOffset, flag: 1 << index }
  })
  const ends = memory.output(capacity * 4, 4)
  const flags = memory.output(capacity)
  const work = memory.output(Math.max(0, ...images.map(({ workSize }) => workSize)), 4)
  const block = new Uint32Array(
    memory.bytes.buffer,
    memory.output(LINES_BLOCK_SIZE, 4),
    LINES_BLOCK_SIZE / 4,
  )
  const found: { ends: number[]; flags: number[] } = { ends: [], flags: [] }
  for (let next = from, count = capacity; count === capacity && next < to;) {
    memory.ready()
    const range = { from: slab + next, to: slab + to, capacity }
    count = matchLines(memory.kernels, block, { ...range, programs: placed, ends, flags, work })
    memory.assertOnlyOutputsChanged()
    assert.ok(count <= capacity)
    found.ends.push(...memory.ints(ends, count).map((end) => end - slab))
    found.flags.push(...memory.bytes.subarray(flags, flags + count))
    next = (found.ends.at(-1) ?? to) + 1
  }
  assert.deepEqual(found, expectedLines(bytes, from, to, programs))
}

const piece = fc.oneof(
  fc.constantFrom(
    '\n',
    '\n',
    'a',
    'abc',
    '1',
    '2026-11-22 ',
    'é',
    '😀',
    ' ',
    '\0',
    '-',
    'x',
    '[7]',
  ),
  fc.nat(40).map((length) => '.'.repeat(length)),
)
const content = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.uint8Array({ maxLength: 60 }),
)
const USUAL = ['\\d{4}-\\d{2}-\\d{2}', '^\\[\\d+\\]', '^\\s+a', 'x$', 'é', '', '^', 'b|-x']

test('finds lines and matches like the twin, from anywhere to anywhere, in calls of any size', () => {
  const anyPatterns = fc.array(fc.oneof(anyPattern, fc.constantFrom(...USUAL)), {
    maxLength: MOST_LINE_PROGRAMS,
  })
  let tested = 0
  fc.assert(
    fc.property(
      content,
      fc.nat(),
      fc.nat(),
      anyPatterns,
      fc.integer({ min: 1, max: 40 }),
      (...given) => {
        const [bytes, a, b, patterns, capacity] = given
        const programs = patterns.flatMap((pattern) => {
          const both = compileBothWays(pattern, { dialect: 'perl', match: 'search' })
          return both === undefined ? [] : [both.program]
        })
        const [from = 0, to = 0] = [a, b]
          .map((n) => n % (bytes.length + 1))
          .toSorted((x, y) => x - y)
        assertLikeTwin(bytes, [from, to], programs, capacity)
        tested += programs.length
      },
    ),
    { seed: 4, numRuns: 3000 },
  )
  assert.ok(tested > 2000, `only ${tested} programs`)
})

test('finds a line end at every place of a vector', () => {
  for (let length = 1; length <= 66; length++) {
    for (let at = 0; at < length; at++) {
      const bytes = new Uint8Array(length + 1).fill(0x8a)
      bytes[at] = 0x0a
      // Behind the end, where it must not be seen.
      bytes[length] = 0x0a
      assertLikeTwin(bytes, [at >> 1, length], [], 8)
    }
  }
})
