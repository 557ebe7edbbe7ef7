import assert from 'node:assert/strict'
import {
  captureSize,
  MATCHED,
  NO_MATCH,
  type OnePassProgram,
  UNDECIDED,
} from '../../one-pass/program.ts'
import { runOnePass } from '../../one-pass/run-one-pass.ts'
import { EXTRACT_BLOCK_WORDS, extractGroups, programImage } from '../extract.ts'
import type { KernelMemory } from './kernel-memory.ts'

const ROW = 6
const RUN = 4
const SOURCE_KEY = 90
const OTHER_KEY = 91

/** Values, each the last field of a row that has some more before it. */
export interface ExtractCase {
  readonly program: OnePassProgram
  readonly rows: readonly ExtractRow[]
  readonly keyCount: number
  readonly fillMissing: boolean
  /** Runs that fit beside those that are there; at each stop without progress there is room for as many more. */
  readonly spareRuns: number
}

export interface ExtractRow {
  readonly value: Uint8Array
  /** Fields before the value, and unused room behind it. */
  readonly others: number
  readonly room: number
  /** `none`: the entry names no run; `overlay`: the run is not bytes. */
  readonly source: 'bytes' | 'none' | 'overlay'
}

export type Field = readonly [key: number, form: number, a: number, b: number]

interface Outcome {
  readonly result: number
  readonly fields: readonly Field[]
}

/** Runs the kernel in as many calls as it takes, and compares results and rows with the twin. */
export function assertExtracts(memory: KernelMemory, each: ExtractCase): void {
  const table = place(memory, each)
  const expected = each.rows.map((row, index) => outcomeOf(memory, each, row, table.fields[index]!))
  let capacity = table.runCount + each.spareRuns
  let { runCount } = table
  let failures = 0
  for (let position = 0; position < each.rows.length;) {
    memory.ready()
    const next = extractGroups(memory.kernels, table.block, {
      ...table.parameters,
      position,
      runCount,
      runCapacity: capacity,
    })
    memory.assertOnlyOutputsChanged()
    assert.ok(next.runCount <= capacity, 'more runs than there is room for')
    const needed = each.keyCount + (table.fields[next.position]?.length ?? 0)
    if (next.position < each.rows.length)
      assert.ok(next.runCount + needed > capacity, 'stopped early')
    if (next.position === position) capacity += each.spareRuns + 1
    failures += next.failures
    ;({ position, runCount } = next)
  }
  assert.deepEqual(table.outcomes(), expected)
  const wanted = expected.filter(({ result }, index) => {
    return result !== MATCHED && each.rows[index]?.source !== 'none'
  })
  assert.equal(failures, wanted.length)
  table.assertRowsApart(runCount)
}

/** What the twin says of a row that has these fields, the last of which is the source. */
function outcomeOf(
  { bytes }: KernelMemory,
  { program, keyCount, fillMissing }: ExtractCase,
  { source }: ExtractRow,
  fields: readonly Field[],
): Outcome {
  if (source !== 'bytes') return { result: source === 'none' ? NO_MATCH : UNDECIDED, fields }
  const [, , offset, length] = fields.at(-1)!
  const captures = new Int32Array(captureSize(program))
  const result = runOnePass(program, bytes.subarray(SLAB), offset, length, captures)
  if (result !== MATCHED) return { result, fields }
  const added = Array.from({ length: keyCount }, (_, key): Field | undefined => {
    const [start = -1, end = -1] = captures.subarray(2 * key + 2)
    if (start >= 0) return [key, 0, start, end - start]
    return fillMissing ? [key, 0, offset, 0] : undefined
  })
  return { result, fields: [...fields, ...added.filter((field) => field !== undefined)] }
}

/** Where the slab starts. */
const SLAB = 16

function place(memory: KernelMemory, each: ExtractCase) {
  memory.reset()
  const values = each.rows.map(({ value }) => value)
  const slab = memory.put(Buffer.concat(values))
  assert.equal(slab, SLAB)
  const image = programImage(each.program)
  const { fields, rowInts, runInts } = tableOf(each)
  const total = runInts.length / RUN + each.rows.length * (each.spareRuns + 60)
  const rows = memory.output(rowInts.length * 4, 4)
  const runs = memory.output(total * 4 * RUN, 4)
  memory.ints(rows, rowInts.length).set(rowInts)
  memory.ints(runs, runInts.length).set(runInts)
  const results = memory.output(each.rows.length)
  const parameters = {
    image: (memory.putInts([]), memory.putInts([...new Int32Array(image.bytes.buffer)])),
    classesOffset: image.classesOffset,
    slab,
    rows,
    runs,
    rowIndexes: memory.putInts(each.rows.map((_, index) => index)),
    runIndexes: memory.putInts(
      each.rows.map(({ source, others }, index) => {
        return source === 'none' ? -1 : (rowInts[index * ROW] ?? 0) + others
      }),
    ),
    count: each.rows.length,
    keys: memory.putInts(Array.from({ length: each.keyCount }, (_, key) => key)),
    keyCount: each.keyCount,
    fillMissing: each.fillMissing,
    results,
    work: memory.output(image.workSize, 4),
  }
  const block = memory.ints(memory.output(EXTRACT_BLOCK_WORDS * 4, 4), EXTRACT_BLOCK_WORDS)
  const rowAt = (index: number) => {
    const [first = 0, count = 0, room = 0, ...rest] = memory.ints(rows + index * ROW * 4, ROW)
    assert.deepEqual(rest, [7, 8, -1])
    return { first, count, room }
  }
  return {
    fields,
    parameters,
    block: new Uint32Array(block.buffer, block.byteOffset, block.length),
    runCount: runInts.length / RUN,
    outcomes: () =>
      each.rows.map((_, index): Outcome => {
        const { first, count } = rowAt(index)
        const found = Array.from({ length: count }, (__, run): Field => {
          const [key = 0, form = 0, a = 0, b = 0] = memory.ints(runs + (first + run) * RUN * 4, RUN)
          return [key, form, a, b]
        })
        return { result: memory.bytes[results + index] ?? -1, fields: found }
      }),
    assertRowsApart: (runCount: number) => {
      let end = 0
      const places = each.rows.map((_, index) => rowAt(index))
      for (const { first, count, room } of places.toSorted((a, b) => a.first - b.first)) {
        assert.ok(first >= end && count <= room, 'rows overlap')
        end = first + room
      }
      assert.ok(end <= runCount, 'a row is behind the end of the table')
    },
  }
}

/** The rows as tables; values stand one behind the other in the slab. */
export function tableOf({ rows }: { readonly rows: readonly ExtractRow[] }) {
  const fields: Field[][] = []
  const rowInts: number[] = []
  const runInts: number[] = []
  let offset = 0
  for (const { value, others, room, source } of rows) {
    const own = Array.from({ length: others }, (_, index): Field => [OTHER_KEY, 0, index, 1])
    own.push([SOURCE_KEY, source === 'overlay' ? 1 : 0, offset, value.length])
    rowInts.push(runInts.length / RUN, own.length, own.length + room, 7, 8, -1)
    runInts.push(...own.flat(), ...Array.from({ length: room * RUN }, () => -5))
    fields.push(own)
    offset += value.length
  }
  return { fields, rowInts, runInts }
}
