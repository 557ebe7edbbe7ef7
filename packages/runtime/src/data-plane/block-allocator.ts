/** Smallest and largest block, as powers of two. */
const SMALLEST = 12
const LARGEST = 22

/**
 * Hands out blocks of a range of addresses, each of the next power of two from 4 KiB to 4 MiB, and joins those that come
 * back with their neighbours (a buddy system): what was cut small can be had large again.
 */
export class BlockAllocator {
  readonly #from: number
  /** Addresses of the free blocks of each size. */
  readonly #free: readonly Set<number>[]

  /** The range `[from, to)`; both ends are multiples of 4 MiB apart from the same address. */
  constructor(from: number, to: number) {
    this.#from = from
    this.#free = Array.from({ length: LARGEST + 1 }, () => new Set())
    for (let at = from; at + 2 ** LARGEST <= to; at += 2 ** LARGEST) this.#free[LARGEST]?.add(at)
  }

  /** Bytes a block for `size` bytes has. */
  static capacity(size: number): number {
    return 2 ** powerOf(size)
  }

  /** The address of a block of at least `size` bytes; undefined when there is none. */
  take(size: number): number | undefined {
    const wanted = powerOf(size)
    for (let power = wanted; power <= LARGEST; power++) {
      const block = lowest(this.#blocks(power))
      if (block === undefined) continue
      this.#blocks(power).delete(block)
      // The rest of a larger block stays free, in halves.
      while (power > wanted) this.#blocks(--power).add(block + 2 ** power)
      return block
    }
    return undefined
  }

  /** Takes back what `take` gave for the same size. */
  give(address: number, size: number): void {
    let power = powerOf(size)
    let block = address
    for (; power < LARGEST; power++) {
      const buddy = this.#from + ((block - this.#from) ^ (2 ** power))
      if (!this.#blocks(power).delete(buddy)) break
      block = Math.min(block, buddy)
    }
    this.#blocks(power).add(block)
  }

  /** Bytes that are free, in whatever pieces. */
  get free(): number {
    return this.#free.reduce((sum, blocks, power) => sum + blocks.size * 2 ** power, 0)
  }

  #blocks(power: number): Set<number> {
    return this.#free[power] as Set<number>
  }
}

/** The lowest address first: what lies above it is then never touched, and costs no memory. */
function lowest(blocks: ReadonlySet<number>): number | undefined {
  let found: number | undefined
  for (const block of blocks) if (found === undefined || block < found) found = block
  return found
}

function powerOf(size: number): number {
  return Math.max(SMALLEST, Math.ceil(Math.log2(size)))
}
