import type { Awaitable } from '@sluice/plugin'
import { type JsonLayout, SLAB_SIZE } from '@sluice/plugin/columns'
import type { Group } from './group.ts'

/**
 * Where a log table gets its memory: one slab for bytes and arrays of integers. What plugins make in JavaScript lies on
 * the heap; what inputs of the columns view read into may lie elsewhere, such as in WebAssembly memory.
 */
export interface Arena {
  /** A slab of at least `size` bytes; called again, it must hold a copy of the previous slab's first `used` bytes. */
  bytes(size: number, used: number): Buffer
  /** An array of integers of any value. */
  ints(count: number): Int32Array
  /** Ends the life of everything handed out; nothing is asked of the arena afterwards. */
  release(): void
  /** Encodes a group that lies in this arena, faster than JavaScript could; undefined when it cannot. */
  encodeJson?(group: Group, layout: JsonLayout): EncodedLines | undefined
}

/** Lines in memory that is lent out. */
export interface EncodedLines {
  readonly pieces: readonly Uint8Array[]
  /** To be called once, when nobody reads the pieces any more. */
  release(): void
}

/**
 * Makes the arena of a group that an input opens. A factory whose memory is bounded waits for a release, and rejects
 * when `signal` aborts before that.
 */
export type ArenaFactory = (signal: AbortSignal) => Awaitable<Arena>

const POOLED_SLABS = 16
const SMALLEST_SLAB = 1024
const EMPTY = Buffer.alloc(0)

/** Arenas on the JavaScript heap. Full-size slabs are used again, so that steady reading allocates none. */
export function createHeapArenas(): () => Arena {
  const pool: Buffer[] = []
  return () => new HeapArena(pool)
}

class HeapArena implements Arena {
  readonly #pool: Buffer[]
  #slab: Buffer = EMPTY

  constructor(pool: Buffer[]) {
    this.#pool = pool
  }

  bytes(size: number, used: number): Buffer {
    const previous = this.#slab
    const capacity = Math.max(SMALLEST_SLAB, 2 ** Math.ceil(Math.log2(size)))
    const pooled = capacity === SLAB_SIZE ? this.#pool.pop() : undefined
    this.#slab = pooled ?? Buffer.allocUnsafeSlow(capacity)
    previous.copy(this.#slab, 0, 0, used)
    return this.#slab
  }

  ints(count: number): Int32Array {
    return new Int32Array(count)
  }

  release(): void {
    const isPoolable = this.#slab.length === SLAB_SIZE && this.#pool.length < POOLED_SLABS
    if (isPoolable) this.#pool.push(this.#slab)
    this.#slab = EMPTY
  }
}
