import type { JsonLayout } from '@sluice/plugin/columns'
import type { Arena, EncodedLines } from '../carrier/arena.ts'
import type { Group } from '../carrier/group.ts'
import { encodeShared } from './encode-json.ts'
import { PADDING, type SharedMemory } from './shared-memory.ts'

const SMALLEST_SLAB = 64 * 1024
const EMPTY = Buffer.alloc(0)

/** Memory that kernels see. What does not fit there any more lies on the heap, and kernels pass it by. */
export class SharedArena implements Arena {
  readonly #memory: SharedMemory
  readonly #releases: (() => void)[] = []
  #slab: Buffer = EMPTY

  constructor(memory: SharedMemory) {
    this.#memory = memory
  }

  bytes(size: number, used: number): Buffer {
    const previous = this.#slab
    const wanted = Math.max(size, SMALLEST_SLAB) + PADDING
    const block = this.#take(wanted) ?? Buffer.allocUnsafeSlow(wanted)
    this.#slab = block.subarray(0, -PADDING)
    previous.copy(this.#slab, 0, 0, used)
    return this.#slab
  }

  ints(count: number): Int32Array {
    const block = this.#take(count * 4)
    // What a block held before stays in it: the table reads only what it wrote.
    return block === undefined
      ? new Int32Array(count)
      : new Int32Array(block.buffer, block.byteOffset, block.length / 4)
  }

  release(): void {
    for (const release of this.#releases) release()
    this.#releases.length = 0
    this.#slab = EMPTY
  }

  encodeJson(group: Group, layout: JsonLayout): EncodedLines | undefined {
    return encodeShared(this.#memory, group, layout)
  }

  #take(size: number): Buffer | undefined {
    const block = this.#memory.take(size)
    if (block !== undefined) this.#releases.push(() => block.release())
    return block?.bytes
  }
}
