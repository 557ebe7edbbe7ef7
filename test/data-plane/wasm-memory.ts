import type { Arena, ArenaFactory } from '@sluice/runtime'
import { SLAB_SIZE } from '@sluice/plugin/columns'

const PAGE = 64 * 1024
/** Room for the integers of a group whose slab is full of short lines. */
const INTS_SIZE = 15 * 1024 * 1024
const PLACE_SIZE = SLAB_SIZE + INTS_SIZE
/** At the start of the memory: what a kernel hands back. */
const SCRATCH_SIZE = 16 * PAGE
/** What a place is filled with when it is given back, so that a stale read shows. */
const POISON = 0xaa

/**
 * A throw-away store: everything a log table holds lies in one shared WebAssembly memory of fixed size, cut into places
 * for one group each. Their number is the bound: who wants another one waits.
 */
export class WasmMemory {
  readonly memory: WebAssembly.Memory
  readonly scratch: Int32Array
  readonly #free: number[]
  #waiting: ((place: number) => void)[] = []
  /** Places handed out so far. */
  taken = 0

  constructor(places: number) {
    const pages = (SCRATCH_SIZE + places * PLACE_SIZE) / PAGE
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
    this.scratch = new Int32Array(this.memory.buffer, 0, SCRATCH_SIZE / 4)
    this.#free = Array.from({ length: places }, (_, index) => SCRATCH_SIZE + index * PLACE_SIZE)
  }

  /** Places that nobody holds. */
  get free(): number {
    return this.#free.length
  }

  /** Those who wait for a place. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Whether every place holds nothing but poison, or was never used. */
  get isPoisoned(): boolean {
    const places = new Uint8Array(this.memory.buffer, SCRATCH_SIZE)
    return places.every((byte) => byte === POISON || byte === 0)
  }

  readonly arenas: ArenaFactory = async (signal) => {
    this.taken++
    return new Place(this, this.#free.pop() ?? (await this.#next(signal)))
  }

  give(place: number): void {
    Buffer.from(this.memory.buffer, place, PLACE_SIZE).fill(POISON)
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(place)
    else next(place)
  }

  #next(signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve)
      signal.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== resolve)
        reject(new Error('stopped while waiting for memory'))
      })
    })
  }
}

class Place implements Arena {
  readonly #owner: WasmMemory
  readonly #place: number
  #nextInt: number

  constructor(owner: WasmMemory, place: number) {
    this.#owner = owner
    this.#place = place
    this.#nextInt = place + SLAB_SIZE
  }

  bytes(): Buffer {
    return Buffer.from(this.#owner.memory.buffer, this.#place, SLAB_SIZE)
  }

  ints(count: number): Int32Array {
    const at = this.#nextInt
    this.#nextInt += count * 4
    if (this.#nextInt > this.#place + PLACE_SIZE) throw new RangeError('no room for the integers')
    return new Int32Array(this.#owner.memory.buffer, at, count)
  }

  release(): void {
    this.#owner.give(this.#place)
  }
}
