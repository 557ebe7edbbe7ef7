import type { ColumnGroup, Kernels, RegexKernel, RegexOptions } from '@sluice/plugin/columns'
import { compileRegex } from '@sluice/kernels'
import type { Group } from '../carrier/group.ts'

const NEWLINE = 0x0a

/** The bytes of a group, for kernels: what was committed of them is theirs to read while the group lives. */
export function slabOf(group: ColumnGroup): Buffer {
  return (group as Group).table.slab
}

/** The kernels in plain JavaScript: the specification of every faster form. */
export const plainKernels: Kernels = {
  regex: (pattern, options) => new PlainRegex(pattern, options),
  splitLines(group, from, to, key, seconds, nanos) {
    const bytes = slabOf(group).subarray(0, to)
    let start = from
    for (let end = bytes.indexOf(NEWLINE, start); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      group.appendBytes(group.addRow(seconds, nanos), key, start, end - start)
      start = end + 1
    }
    return start
  },
}

/** A pattern on V8's engine, after translation from its dialect. */
class PlainRegex implements RegexKernel {
  readonly groups: number
  readonly #regex: RegExp
  /** Where capture group i + 1 is in a match: an atomic group of the dialect takes a place of its own. */
  readonly #places: readonly number[]

  constructor(pattern: string, options: RegexOptions) {
    const { regex, groups, groupIndexes } = compileRegex(pattern, options)
    this.#regex = regex
    this.#places = groupIndexes.slice(1)
    this.groups = groups
  }

  test(text: string): boolean {
    return this.#regex.test(text)
  }

  exec(text: string): readonly (string | undefined)[] | undefined {
    const match = this.#regex.exec(text)
    return match === null ? undefined : this.#places.map((place) => match[place])
  }

  extract(
    group: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    fillMissing: boolean,
  ): Uint8Array {
    const matched = new Uint8Array(runs.length)
    if (this.groups < keys.length) return matched
    for (let row = 0; row < runs.length; row++) {
      const run = runs[row] as number
      if (run !== -1 && this.#extractRow(group, row, run, keys, fillMissing)) matched[row] = 1
    }
    return matched
  }

  #extractRow(
    group: ColumnGroup,
    row: number,
    run: number,
    keys: readonly number[],
    fillMissing: boolean,
  ): boolean {
    const match = this.#regex.exec(group.text(run))
    if (match === null) return false
    for (let index = 0; index < keys.length; index++) {
      const text = match[this.#places[index] as number] ?? (fillMissing ? '' : undefined)
      if (text !== undefined) group.appendText(row, keys[index] as number, text)
    }
    return true
  }
}
