import type { Replica } from '@sluice/plugin'

// Places in the shared integers; the length takes two, as a double.
const OWNER = 0
const GENERATION = 1
const HALF = 2
const LENGTH = 4

const NOBODY = 0

/**
 * What the threads agree on that append to one file: whose turn it is, how long the file is, and whether it has been
 * rolled since.
 */
export class SharedFile {
  readonly #ints: Int32Array
  readonly #length: Float64Array
  readonly #self: number

  constructor({ index, shared }: Replica) {
    this.#ints = shared
    this.#length = new Float64Array(shared.buffer, shared.byteOffset + LENGTH * 4, 1)
    this.#self = index + 1
  }

  /** How often the file has been rolled. Like the rest, to be used in a turn. */
  get generation(): number {
    return this.#ints[GENERATION] as number
  }

  get size(): number {
    return this.#length[0] as number
  }

  /** Whether something may stand behind `size` that was not written to its end. */
  get half(): boolean {
    return this.#ints[HALF] === 1
  }

  rolled(): void {
    this.#ints[GENERATION] = this.generation + 1
  }

  /** Says how the file is left. */
  leave(size: number, half: boolean): void {
    this.#length[0] = size
    this.#ints[HALF] = half ? 1 : 0
  }

  /** Runs `work` when no other thread has its turn. One that was ended in its turn is succeeded by its replacement. */
  async turn(work: () => Promise<void>): Promise<void> {
    await this.#take()
    try {
      await work()
    } finally {
      Atomics.store(this.#ints, OWNER, NOBODY)
      Atomics.notify(this.#ints, OWNER, 1)
    }
  }

  async #take(): Promise<void> {
    for (;;) {
      const owner = Atomics.compareExchange(this.#ints, OWNER, NOBODY, this.#self)
      if (owner === NOBODY || owner === this.#self) return
      await Atomics.waitAsync(this.#ints, OWNER, owner).value
    }
  }
}
