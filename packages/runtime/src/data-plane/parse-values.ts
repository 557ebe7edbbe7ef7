import type { ValueCall, ValueProgress } from '@sluice/kernels'
import type { Group } from '../carrier/group.ts'
import { RUN_STRIDE } from '../carrier/log-table.ts'
import type { SharedMemory } from './shared-memory.ts'

/** How far a call came, and whether it stopped for something that `run` has seen to, not for want of runs. */
export interface KernelProgress extends ValueProgress {
  readonly isReady?: boolean
}

/** A kernel that takes values apart, made ready for one group. */
export interface ValueKernel {
  /** Words of its parameter block. */
  readonly blockWords: number
  /** What it reads besides the values; each part is placed at a multiple of 16. */
  readonly parts: readonly ArrayBufferView[]
  /** Bytes it needs to work in. */
  readonly workSize: number
  /** Runs that a value usually gives. */
  readonly usualRuns: number
  /** Runs the kernel. `parts` and `work` are addresses; `work` is a multiple of 16. */
  run(block: Uint32Array, call: ValueCall, parts: readonly number[], work: number): KernelProgress
}

/**
 * Runs a kernel over the values at `runs` (one entry per row, -1 for none), in as many calls as it takes. Puts what it
 * says of each row into `results`, as far as the kernel sees the group; the rest stays as it is.
 */
export function parseValues(
  memory: SharedMemory,
  group: Group,
  runs: Int32Array,
  kernel: ValueKernel,
  results: Uint8Array,
): void {
  const count = runs.length
  const { table } = group
  const layout = layOut(kernel, count, group.hasWholeTable)
  const lent = memory.take(layout.size)
  if (lent === undefined) return
  const { bytes } = lent
  const base = bytes.byteOffset
  for (const [index, part] of kernel.parts.entries()) {
    bytes.set(bytesOf(part), layout.parts[index])
  }
  new Int32Array(bytes.buffer, base + layout.runs, count).set(runs)
  if (layout.rows !== 0) {
    const rows = new Int32Array(bytes.buffer, base + layout.rows, count)
    for (let row = 0; row < count; row++) rows[row] = group.rowAt(row)
  }
  const block = new Uint32Array(bytes.buffer, base, kernel.blockWords)
  const parts = layout.parts.map((at) => base + at)
  let position = 0
  let wanted = count * kernel.usualRuns
  while (position < count) {
    table.reserveRuns(wanted)
    if (!memory.holdsTable(table)) break
    const call: ValueCall = {
      slab: table.slab.byteOffset,
      rows: table.rows.byteOffset,
      runs: table.runs.byteOffset,
      rowIndexes: layout.rows === 0 ? 0 : base + layout.rows,
      runIndexes: base + layout.runs,
      position,
      count,
      runCount: table.runCount,
      runCapacity: table.runs.length / RUN_STRIDE,
      results: base + layout.results,
    }
    const done = kernel.run(block, call, parts, base + layout.work)
    table.runCount = done.runCount
    const lacksRuns = done.position === position && done.isReady !== true
    wanted = lacksRuns ? wanted * 2 : (count - done.position) * kernel.usualRuns
    position = done.position
  }
  results.set(bytes.subarray(layout.results, layout.results + position))
  lent.release()
}

/** Where in a block of memory everything stands; no list of rows where they are those of the table one by one. */
function layOut(kernel: ValueKernel, count: number, isWhole: boolean) {
  let size = 0
  const next = (length: number): number => {
    const at = size
    size += (length + 15) & ~15
    return at
  }
  next(kernel.blockWords * 4)
  const parts = kernel.parts.map(({ byteLength }) => next(byteLength))
  const work = next(kernel.workSize)
  const runs = next(count * 4)
  const rows = isWhole ? 0 : next(count * 4)
  const results = next(count)
  return { parts, work, runs, rows, results, size }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
