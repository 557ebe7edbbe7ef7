import { createKernels, type WasmKernels } from '@sluice/kernels'
import type { LogTable } from '../carrier/log-table.ts'
import { BlockAllocator } from './block-allocator.ts'

/** At the start of the memory: parameters and texts of the kernel call that is running. */
const SCRATCH_SIZE = 64 * 1024
/** Pages that are never touched cost nothing. */
const MEMORY_SIZE = 64 * 1024 * 1024

/** Kernels read and write whole vectors: so many bytes past the end of what they are given must exist. */
export const PADDING = 32

/** The memory of a data thread that compiled kernels work in: shared, of fixed size, handed out in blocks. */
export class SharedMemory {
  readonly kernels: WasmKernels
  readonly buffer: SharedArrayBuffer
  readonly blocks: BlockAllocator
  /** For one kernel call at a time. */
  readonly scratch: Buffer

  constructor() {
    const { kernels, buffer } = createKernels(MEMORY_SIZE)
    this.kernels = kernels
    this.buffer = buffer
    this.blocks = new BlockAllocator(SCRATCH_SIZE, MEMORY_SIZE)
    this.scratch = Buffer.from(this.buffer, 0, SCRATCH_SIZE)
  }

  /** Whether kernels see these bytes or integers. */
  holds(view: ArrayBufferView): boolean {
    return view.buffer === this.buffer
  }

  /** Whether kernels see all of a table. */
  holdsTable({ slab, rows, runs }: LogTable): boolean {
    return this.holds(slab) && this.holds(rows) && this.holds(runs)
  }

  /** A block of at least `size` bytes, and the way to give it back; undefined when there is none. */
  take(size: number): { readonly bytes: Buffer; release(): void } | undefined {
    const at = this.blocks.take(size)
    if (at === undefined) return undefined
    return {
      bytes: Buffer.from(this.buffer, at, BlockAllocator.capacity(size)),
      release: () => this.blocks.give(at, size),
    }
  }
}
