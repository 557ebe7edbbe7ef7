import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KernelMemory } from './test-support/kernel-memory.ts'

const memory = new KernelMemory()
const KEY = 7
const SECONDS = 0xf000_0001 | 0
const NANOS = 999_999_999

/** Rows and runs already in the tables, and how many more fit. */
interface Tables {
  readonly rowCount: number
  readonly rowRoom: number
  readonly runCount: number
  readonly runRoom: number
}

/** Offset and length of each complete line. */
function linesOf(bytes: Uint8Array, from: number, to: number): readonly [number, number][] {
  const lines: [number, number][] = []
  let start = from
  for (let end = bytes.indexOf(0x0a, start); end !== -1 && end < to;) {
    lines.push([start, end - start])
    start = end + 1
    end = bytes.indexOf(0x0a, start)
  }
  return lines
}

/** Runs kernel and twin on [from, to) of the bytes, at an address `shift` beyond a multiple of 16. */
function assertLikeTwin(
  bytes: Uint8Array,
  from: number,
  to: number,
  shift: number,
  { rowCount, rowRoom, runCount, runRoom }: Tables,
): void {
  const [rowCapacity, runCapacity] = [rowCount + rowRoom, runCount + runRoom]
  memory.reset()
  memory.output(shift)
  const slab = memory.put(bytes)
  const rows = memory.output(rowCapacity * 24, 4)
  const runs = memory.output(runCapacity * 16, 4)
  const rowInts = memory.ints(rows, rowCapacity * 6).fill(-2)
  const runInts = memory.ints(runs, runCapacity * 4).fill(-3)
  const [expectedRows, expectedRuns] = [[...rowInts], [...runInts]]
  const expected = linesOf(bytes, from, to).slice(0, Math.min(rowRoom, runRoom))
  for (const [line, place] of expected.entries()) {
    const run = runCount + line
    expectedRows.splice((rowCount + line) * 6, 6, run, 1, 1, SECONDS, NANOS, -1)
    expectedRuns.splice(run * 4, 4, KEY, 0, ...place)
  }
  memory.ready()
  const { kernels } = memory
  const lines = kernels.splitLines(
    ...([slab, from, to, rows, rowCount, rowCapacity, runs, runCount, runCapacity] as const),
    ...([KEY, SECONDS, NANOS] as const),
  )
  assert.equal(lines, expected.length)
  assert.deepEqual([...rowInts], expectedRows)
  assert.deepEqual([...runInts], expectedRuns)
  memory.assertOnlyOutputsChanged()
}

const room = fc.oneof(fc.nat(5), fc.constant(400))
const tables = fc.record({
  rowCount: fc.nat(3),
  rowRoom: room,
  runCount: fc.nat(3),
  runRoom: room,
})
const piece = fc.oneof(
  fc.constant([0x0a]),
  fc.uint8Array({ maxLength: 5 }).map((bytes) => [...bytes]),
  fc.nat(150).map((length) => Array.from({ length }, () => 0x2e)),
)
const content = fc.array(piece, { maxLength: 12 }).map((pieces) => Uint8Array.from(pieces.flat()))

test('splits like its twin, from anywhere to anywhere and until a table is full', () => {
  fc.assert(
    fc.property(content, fc.nat(), fc.nat(), fc.nat(15), tables, (bytes, a, b, shift, free) => {
      const [from = 0, to = 0] = [a, b].map((n) => n % (bytes.length + 1)).toSorted((x, y) => x - y)
      assertLikeTwin(bytes, from, to, shift, free)
    }),
    { seed: 1, numRuns: 1000 },
  )
})

test('finds a line end at every place of every number of vectors', () => {
  const plenty = { rowCount: 0, rowRoom: 4, runCount: 0, runRoom: 4 }
  for (let length = 0; length <= 130; length++) {
    for (let at = 0; at < length; at++) {
      const bytes = new Uint8Array(length + 1).fill(0x8a)
      bytes[at] = 0x0a
      // Behind the end, where it must not be seen.
      bytes[length] = 0x0a
      assertLikeTwin(bytes, at >> 1, length, length & 15, plenty)
    }
  }
})

test('takes a line for each byte when all are line ends', () => {
  const bytes = new Uint8Array(200).fill(0x0a)
  for (const rowRoom of [0, 1, 15, 16, 17, 63, 64, 65, 199, 200, 201]) {
    assertLikeTwin(bytes, 0, 200, 3, { rowCount: 2, rowRoom, runCount: 5, runRoom: 200 })
    assertLikeTwin(bytes, 0, 200, 3, { rowCount: 2, rowRoom: 200, runCount: 5, runRoom: rowRoom })
  }
})
