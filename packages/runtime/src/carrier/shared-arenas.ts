import type { Arena } from './arena.ts'
import { BlockAllocator } from './block-allocator.ts'

const SMALLEST_SLAB = 64 * 1024
/** Kernels read and write whole vectors: so many bytes past the end of a slab belong to it. */
const PADDING = 16
const EMPTY = Buffer.alloc(0)

/** Memory of fixed size that compiled kernels see. What does not fit into it lies on the heap, and kernels pass it by. */
export class SharedArenas {
  readonly #buffer: SharedArrayBuffer
  readonly #blocks: BlockAllocator

  /** Uses the bytes of `buffer` from `from` on. */
  constructor(buffer: SharedArrayBuffer, from: number) {
    this.#buffer = buffer
    this.#blocks = new BlockAllocator(from, buffer.byteLength)
  }

  /** Bytes that nobody holds. */
  get free(): number {
    return this.#blocks.free
  }

  /** Whether kernels see these bytes. */
  holds(view: { readonly buffer: ArrayBufferLike }): boolean {
    return view.buffer === this.#buffer
  }

  readonly open = (): Arena => new SharedArena(this.#buffer, this.#blocks)
}

interface Block {
  readonly at: number
  readonly size: number
}

class SharedArena implements Arena {
  readonly #buffer: SharedArrayBuffer
  readonly #blocks: BlockAllocator
  readonly #held: Block[] = []
  #slab: Buffer = EMPTY

  constructor(buffer: SharedArrayBuffer, blocks: BlockAllocator) {
    this.#buffer = buffer
    this.#blocks = blocks
  }

  bytes(size: number, used: number): Buffer {
    const previous = this.#slab
    const wanted = Math.max(size + PADDING, SMALLEST_SLAB)
    const block = this.#take(wanted)
    this.#slab =
      block === undefined
        ? Buffer.allocUnsafeSlow(wanted)
        : Buffer.from(this.#buffer, block.at, BlockAllocator.capacity(wanted) - PADDING)
    previous.copy(this.#slab, 0, 0, used)
    return this.#slab
  }

  ints(count: number): Int32Array {
    const block = this.#take(count * 4)
    // What a block held before stays in it, as the caller reads only what it wrote.
    return block === undefined
      ? new Int32Array(count)
      : new Int32Array(this.#buffer, block.at, BlockAllocator.capacity(block.size) / 4)
  }

  release(): void {
    for (const { at, size } of this.#held) this.#blocks.give(at, size)
    this.#held.length = 0
    this.#slab = EMPTY
  }

  #take(size: number): Block | undefined {
    const at = this.#blocks.take(size)
    if (at === undefined) return undefined
    const block = { at, size }
    this.#held.push(block)
    return block
  }
}
