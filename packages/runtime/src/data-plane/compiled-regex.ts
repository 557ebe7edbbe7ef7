import {
  compileOnePass,
  EXTRACT_BLOCK_SIZE,
  extractGroups,
  type ProgramImage,
  programImage,
  UNDECIDED,
} from '@sluice/kernels'
import type { ColumnGroup, RegexKernel, RegexOptions } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { RUN_STRIDE } from '../carrier/log-table.ts'
import { PlainRegex } from '../pipeline/plain-regex.ts'
import type { SharedMemory } from './shared-memory.ts'

/** The expression as a program of the kernel where it needs no backtracking, else on V8's engine. */
export function compileSharedRegex(
  memory: SharedMemory,
  pattern: string,
  options: RegexOptions,
): RegexKernel {
  const plain = new PlainRegex(pattern, options)
  const program = compileOnePass(pattern, options)
  return 'reason' in program ? plain : new CompiledRegex(memory, plain, programImage(program))
}

class CompiledRegex implements RegexKernel {
  readonly #memory: SharedMemory
  readonly #plain: PlainRegex
  readonly #image: ProgramImage

  constructor(memory: SharedMemory, plain: PlainRegex, image: ProgramImage) {
    this.#memory = memory
    this.#plain = plain
    this.#image = image
  }

  get groups(): number {
    return this.#plain.groups
  }

  test(text: string): boolean {
    return this.#plain.test(text)
  }

  exec(text: string): readonly (string | undefined)[] | undefined {
    return this.#plain.exec(text)
  }

  extract(
    columns: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    fillMissing: boolean,
  ): Uint8Array {
    const group = columns as Group
    if (this.groups < keys.length) return new Uint8Array(runs.length)
    const results = new Uint8Array(runs.length).fill(UNDECIDED)
    this.#run(group, runs, keys, fillMissing, results)
    for (let row = 0; row < runs.length; row++) {
      if (results[row] !== UNDECIDED) continue
      const run = runs[row] as number
      results[row] = run === -1 ? 0 : this.#plain.extractRow(group, row, run, keys, fillMissing)
    }
    return results
  }

  /** Fills in the results as far as the kernel sees the group. */
  #run(
    group: Group,
    runs: Int32Array,
    keys: readonly number[],
    fillMissing: boolean,
    results: Uint8Array,
  ): void {
    const count = runs.length
    const image = this.#image
    const keysAt = EXTRACT_BLOCK_SIZE + aligned(image.bytes.length)
    const workAt = keysAt + keys.length * 4
    const rowsAt = workAt + aligned(image.workSize)
    const runsAt = rowsAt + count * 4
    const resultsAt = runsAt + count * 4
    const block = this.#memory.take(resultsAt + count)
    if (block === undefined) return
    const { bytes } = block
    const at = bytes.byteOffset
    const ints = new Int32Array(bytes.buffer, at, resultsAt / 4)
    bytes.set(image.bytes, EXTRACT_BLOCK_SIZE)
    ints.set(keys, keysAt / 4)
    for (let row = 0; row < count; row++) ints[rowsAt / 4 + row] = group.rowAt(row)
    ints.set(runs, runsAt / 4)
    const parameters = new Uint32Array(bytes.buffer, at, EXTRACT_BLOCK_SIZE / 4)
    const { table } = group
    let position = 0
    let wanted = count * (keys.length + 1)
    while (position < count) {
      table.reserveRuns(wanted)
      if (!this.#memory.holdsTable(table)) break
      const done = extractGroups(this.#memory.kernels, parameters, {
        image: at + EXTRACT_BLOCK_SIZE,
        classesOffset: image.classesOffset,
        slab: table.slab.byteOffset,
        rows: table.rows.byteOffset,
        runs: table.runs.byteOffset,
        rowIndexes: at + rowsAt,
        runIndexes: at + runsAt,
        position,
        count,
        runCount: table.runCount,
        runCapacity: table.runs.length / RUN_STRIDE,
        keys: at + keysAt,
        keyCount: keys.length,
        fillMissing,
        results: at + resultsAt,
        work: at + workAt,
      })
      table.runCount = done.runCount
      wanted = done.position === position ? wanted * 2 : (count - done.position) * (keys.length + 1)
      position = done.position
    }
    results.set(bytes.subarray(resultsAt, resultsAt + position))
    block.release()
  }
}

function aligned(size: number): number {
  return (size + 3) & ~3
}
