import assert from 'node:assert/strict'
import { type DelimiterOptions, Split, splitText } from '../../delimiter/split-text.ts'
import { UNDECIDED } from '../../one-pass/program.ts'
import { separatorImage, SPLIT_BLOCK_WORDS, splitFields } from '../split-fields.ts'
import { type ExtractRow, tableOf } from './extract-case.ts'
import { type KernelMemory, PADDING } from './kernel-memory.ts'

const ROW = 6
const RUN = 4

/** Values to split, each the last field of a row that may have some more before it. */
export interface SplitCase {
  readonly options: DelimiterOptions
  readonly rows: readonly ExtractRow[]
  readonly keyCount: number
  readonly restKeyCount: number
  /** Every other key is one whose values are left out. */
  readonly leavesOut: boolean
  readonly spareRuns: number
  /** Bytes for what is unquoted. */
  readonly outRoom: number
}

/** What became of a row: result, and key and value of each field. */
type Outcome = readonly [result: number, ...fields: (readonly [key: number, value: string])[]]

/** Runs the kernel in as many calls as it takes and compares with the twin. Returns how many values were decided. */
export function assertSplits(memory: KernelMemory, each: SplitCase): number {
  const { parameters, block, runCount: first, outcomes } = place(memory, each)
  let capacity = first + each.spareRuns
  let [runCount, out] = [first, parameters.out]
  for (let position = 0; position < each.rows.length;) {
    memory.ready()
    const call = { ...parameters, position, runCount, runCapacity: capacity, out }
    const next = splitFields(memory.kernels, block, each.options, call)
    memory.assertOnlyOutputsChanged()
    assert.ok(next.runCount <= capacity && next.out <= parameters.outEnd)
    if (next.position === position) capacity += each.spareRuns + 1
    ;({ position, runCount, out } = next)
  }
  let decided = 0
  for (const [index, found] of outcomes().entries()) {
    const [expected, mayBeUndecided] = outcomeOf(each, each.rows[index]!)
    if (found[0] === UNDECIDED && mayBeUndecided) {
      assert.equal(found.length, 1 + each.rows[index]!.others + 1)
      continue
    }
    decided++
    assert.deepEqual([found[0], ...found.slice(each.rows[index]!.others + 2)], expected)
  }
  return decided
}

/** What the twin says, and whether the kernel may leave it to the twin. */
function outcomeOf(each: SplitCase, { source, value }: ExtractRow): [Outcome, boolean] {
  if (source !== 'bytes') return [[source === 'none' ? Split.failed : UNDECIDED], true]
  const { keyCount, restKeyCount, outRoom } = each
  // One character for each byte.
  const separator = Buffer.from(each.options.separator).toString('latin1')
  const options = { ...each.options, separator }
  const values: string[] = []
  const text = Buffer.from(value).toString('latin1')
  const result = splitText(text, options, keyCount, values)
  const fields = values
    .map((part, key) => [key, part] as const)
    .filter(([key]) => !isLeftOut(key, each))
  const quotes = options.quote === '' ? 0 : text.split(options.quote).length - 1
  const all: string[] = []
  splitText(text, { ...options, strict: false, rest: 'each' }, keyCount, all)
  const beyond = all.length > keyCount + restKeyCount
  const joins = options.rest === 'joined' && quotes > 0
  const copies = quotes > 2 && outRoom < 10_000
  return [[result, ...fields], beyond || joins || copies]
}

function isLeftOut(key: number, { leavesOut, keyCount }: SplitCase): boolean {
  return leavesOut && key < keyCount && key % 2 === 1
}

function place(memory: KernelMemory, each: SplitCase) {
  memory.reset()
  const slab = memory.put(Buffer.concat(each.rows.map(({ value }) => value)))
  const { rowInts, runInts } = tableOf(each)
  const total = runInts.length / RUN + each.rows.length * (each.spareRuns + 60)
  const rows = memory.output(rowInts.length * 4, 4)
  const runs = memory.output(total * 4 * RUN, 4)
  memory.ints(rows, rowInts.length).set(rowInts)
  memory.ints(runs, runInts.length).set(runInts)
  const results = memory.output(each.rows.length)
  const separator = (memory.putInts([]), memory.put(separatorImage(each.options.separator)))
  const keys = Array.from({ length: each.keyCount + each.restKeyCount }, (_, key) => {
    return isLeftOut(key, each) ? -1 : key
  })
  const out = memory.output(each.outRoom + PADDING)
  const block = memory.ints(memory.output(SPLIT_BLOCK_WORDS * 4, 4), SPLIT_BLOCK_WORDS)
  const fieldsOf = (row: number) => {
    const [first = 0, count = 0, room = 0] = memory.ints(rows + row * ROW * 4, ROW)
    assert.ok(count <= room, 'a row has more runs than room')
    return Array.from({ length: count }, (_, index) => {
      const [key = 0, , offset = 0, length = 0] = memory.ints(runs + (first + index) * RUN * 4, RUN)
      return [key, memory.bytes.toString('latin1', slab + offset, slab + offset + length)] as const
    })
  }
  return {
    parameters: {
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
      results,
      separator,
      keys: memory.putInts(keys),
      keyCount: each.keyCount,
      restKeyCount: each.restKeyCount,
      out,
      outEnd: out + each.outRoom,
    },
    block: new Uint32Array(block.buffer, block.byteOffset, block.length),
    runCount: runInts.length / RUN,
    outcomes: () =>
      each.rows.map((_, row): Outcome => [memory.bytes[results + row] ?? -1, ...fieldsOf(row)]),
  }
}
