import type { Replica } from '@sluice/plugin'
import type { FileIdentity } from './file-identity.ts'
import type { FileStat } from './file-stat.ts'

/**
 * Which files this instance collects when the pipeline runs in several threads. The inode alone decides, so that the
 * threads agree whatever each has seen, and a file stays in its thread when it is renamed.
 */
export class FileShare {
  readonly #index: bigint
  readonly #count: bigint
  readonly #foreign = new Map<string, number>()

  constructor({ index, count }: Pick<Replica, 'index' | 'count'>) {
    this.#index = BigInt(index)
    this.#count = BigInt(count)
  }

  has({ inode }: FileIdentity): boolean {
    return this.#count === 1n || (spread(inode) * this.#count) >> 32n === this.#index
  }

  /** Takes note of a file of another thread at a path: the next one there is its successor. */
  note(path: string, { modified }: FileStat): void {
    this.#foreign.set(path, modified)
  }

  /** The path leads nowhere any more and is forgotten. */
  forget(path: string): void {
    this.#foreign.delete(path)
  }

  /** When the last file of another thread at this path was last written to; `undefined` if there was none. */
  modifiedAt(path: string): number | undefined {
    return this.#foreign.get(path)
  }
}

/** Fibonacci hashing: numbers that follow one another, or every other one, fall evenly into any number of shares. */
function spread(inode: bigint): bigint {
  return BigInt.asUintN(64, inode * 0x9e37_79b9_7f4a_7c15n) >> 32n
}
