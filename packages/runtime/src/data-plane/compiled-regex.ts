import {
  compileOnePass,
  doubtsOf,
  EXTRACT_BLOCK_WORDS,
  extractGroups,
  type ProgramImage,
  programImage,
  UNDECIDED,
} from '@sluice/kernels'
import type { ColumnGroup, Execution, RegexKernel, RegexOptions } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { PlainRegex } from '../plain-kernels/plain-regex.ts'
import { parseValues, type ValueKernel } from './parse-values.ts'
import type { SharedMemory } from './shared-memory.ts'

/** The expression as a program of the kernel where it needs no backtracking, else on V8's engine. */
export function compileSharedRegex(
  memory: SharedMemory,
  pattern: string,
  options: RegexOptions,
): RegexKernel {
  const program = compileOnePass(pattern, options)
  if ('reason' in program) return new PlainRegex(pattern, options, program.reason)
  const doubts = doubtsOf(program)
  const execution = { compiled: true, ...(doubts === undefined ? {} : { reason: doubts }) }
  const plain = new PlainRegex(pattern, options, 'the kernel leaves this value undecided')
  return new CompiledRegex(memory, plain, programImage(program), execution)
}

/** An expression that is run by the kernel where it decides, and on V8's engine elsewhere. */
export class CompiledRegex implements RegexKernel {
  readonly execution: Execution
  readonly #memory: SharedMemory
  readonly #plain: PlainRegex
  /** The program as the kernel reads it. */
  readonly image: ProgramImage

  constructor(memory: SharedMemory, plain: PlainRegex, image: ProgramImage, execution: Execution) {
    this.execution = execution
    this.#memory = memory
    this.#plain = plain
    this.image = image
  }

  get groups(): number {
    return this.#plain.groups
  }

  test(text: string): boolean {
    return this.#plain.test(text)
  }

  exec(text: string): readonly (string | undefined)[] | undefined {
    return this.#plain.exec(text)
  }

  replace(
    text: string,
    which: 'first' | 'all',
    replacement: (match: string, groups: readonly (string | undefined)[]) => string,
  ): string {
    return this.#plain.replace(text, which, replacement)
  }

  /** Without keys nothing is added, and no row has to move. */
  matches(columns: ColumnGroup, runs: Int32Array): Uint8Array {
    return this.extract(columns, runs, [], false)
  }

  extract(
    columns: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    fillMissing: boolean,
  ): Uint8Array {
    const group = columns as Group
    if (this.groups < keys.length) return new Uint8Array(runs.length)
    const results = new Uint8Array(runs.length).fill(UNDECIDED)
    parseValues(this.#memory, group, runs, this.#kernel(keys, fillMissing), results)
    for (let row = 0; row < runs.length; row++) {
      if (results[row] !== UNDECIDED) continue
      const run = runs[row] as number
      results[row] = run === -1 ? 0 : this.#plain.extractRow(group, row, run, keys, fillMissing)
    }
    return results
  }

  #kernel(keys: readonly number[], fillMissing: boolean): ValueKernel {
    const { bytes, classesOffset, workSize } = this.image
    const { kernels } = this.#memory
    return {
      blockWords: EXTRACT_BLOCK_WORDS,
      parts: [bytes, Int32Array.from(keys)],
      workSize,
      // The row moves: what it had comes along.
      usualRuns: keys.length + 1,
      run: (block, call, [image = 0, keyIds = 0], work) =>
        extractGroups(kernels, block, {
          ...call,
          image,
          classesOffset,
          keys: keyIds,
          keyCount: keys.length,
          fillMissing,
          work,
        }),
    }
  }
}
