import { separatorImage, SPLIT_BLOCK_WORDS, splitFields, UNDECIDED } from '@sluice/kernels'
import {
  type ColumnGroup,
  type Execution,
  type DelimiterKernel,
  type DelimiterOptions,
  SLAB_SIZE,
} from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { PlainDelimiter } from '../plain-kernels/plain-delimiter.ts'
import { parseValues, type ValueKernel } from './parse-values.ts'
import type { SharedMemory } from './shared-memory.ts'

const REASON = 'the separator is not well-formed, or contains U+FFFD'

/** Rows with more values than keys and so many besides are split in plain JavaScript. */
const MOST_REST_KEYS = 256

/** Splits bytes by the kernel; a separator that is not the same in bytes as in text is left to plain JavaScript. */
export function compileSharedDelimiter(
  memory: SharedMemory,
  options: DelimiterOptions,
): DelimiterKernel {
  const plain = new PlainDelimiter(options, REASON)
  const { separator } = options
  const isText = separator.isWellFormed() && !separator.includes('\ufffd')
  return isText ? new CompiledDelimiter(memory, plain, options) : plain
}

class CompiledDelimiter implements DelimiterKernel {
  readonly execution: Execution = { compiled: true }
  readonly #memory: SharedMemory
  readonly #plain: PlainDelimiter
  readonly #options: DelimiterOptions
  readonly #separator: Uint8Array
  /** Values behind the last key in the row that had most so far. */
  #restKeys = 0

  constructor(memory: SharedMemory, plain: PlainDelimiter, options: DelimiterOptions) {
    this.#memory = memory
    this.#plain = plain
    this.#options = options
    this.#separator = separatorImage(options.separator)
  }

  split(
    columns: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    restKey: (index: number) => number,
  ): Uint8Array {
    const group = columns as Group
    const results = new Uint8Array(runs.length).fill(UNDECIDED)
    const kernel = this.#kernel(group, keys, restKey)
    parseValues(this.#memory, group, runs, kernel, results)
    for (let row = 0; row < runs.length; row++) {
      if (results[row] !== UNDECIDED) continue
      results[row] = this.#plain.splitRow(group, row, runs[row] as number, keys, restKey)
    }
    return results
  }

  #kernel(group: Group, keys: readonly number[], restKey: (index: number) => number): ValueKernel {
    const { table } = group
    const { kernels } = this.#memory
    const { rest } = this.#options
    const restKeyCount = rest === 'each' ? this.#restKeys : rest === 'none' ? 0 : 1
    const restKeys = Array.from({ length: restKeyCount }, (_, index) => {
      return restKey(keys.length + index)
    })
    return {
      blockWords: SPLIT_BLOCK_WORDS,
      parts: [this.#separator, Int32Array.of(...keys, ...restKeys)],
      workSize: 0,
      // The row moves: what it had comes along.
      usualRuns: keys.length + restKeyCount + 1,
      run: (block, call, [separator = 0, keyIds = 0]) => {
        const { used, slab } = table
        const done = splitFields(kernels, block, this.#options, {
          ...call,
          separator,
          keys: keyIds,
          keyCount: keys.length,
          restKeyCount,
          out: call.slab + used,
          outEnd: call.slab + Math.max(used, Math.min(slab.length, SLAB_SIZE)),
        })
        table.commit(done.out - call.slab - used)
        const restKeysSeen = Math.min(done.most - keys.length, MOST_REST_KEYS)
        this.#restKeys = Math.max(this.#restKeys, restKeysSeen)
        return done
      },
    }
  }
}
