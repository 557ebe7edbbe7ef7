import { compileRegex } from '@sluice/kernels'
import type { ColumnGroup, Execution, RegexKernel, RegexOptions } from '@sluice/plugin/columns'

/** A pattern on V8's engine, after translation from its dialect. */
export class PlainRegex implements RegexKernel {
  readonly execution: Execution
  readonly groups: number
  readonly #regex: RegExp
  /** Where capture group i + 1 is in a match: an atomic group of the dialect takes a place of its own. */
  readonly #places: readonly number[]

  /** `reason`: why it is this form. */
  constructor(pattern: string, options: RegexOptions, reason: string) {
    this.execution = { compiled: false, reason }
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

  replace(
    text: string,
    which: 'first' | 'all',
    replacement: (match: string, groups: readonly (string | undefined)[]) => string,
  ): string {
    const regex = which === 'first' ? this.#regex : new RegExp(this.#regex, `${this.#regex.flags}g`)
    let end = -1
    let result = ''
    let rest = 0
    for (const match of which === 'first' ? firstOf(regex, text) : text.matchAll(regex)) {
      const [whole] = match
      if (whole === '' && match.index === end) continue
      end = match.index + whole.length
      const groups = this.#places.map((place) => match[place])
      result += text.slice(rest, match.index) + replacement(whole, groups)
      rest = end
    }
    return result + text.slice(rest)
  }

  matches(group: ColumnGroup, runs: Int32Array): Uint8Array {
    const matched = new Uint8Array(runs.length)
    for (let row = 0; row < runs.length; row++) {
      const run = runs[row] as number
      if (run !== -1 && this.#regex.test(group.text(run))) matched[row] = 1
    }
    return matched
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
      if (run !== -1) matched[row] = this.extractRow(group, row, run, keys, fillMissing)
    }
    return matched
  }

  /** Does for one row what `extract` does for all: 1 for a match, else 0. */
  extractRow(
    group: ColumnGroup,
    row: number,
    run: number,
    keys: readonly number[],
    fillMissing: boolean,
  ): 0 | 1 {
    const match = this.#regex.exec(group.text(run))
    if (match === null) return 0
    for (let index = 0; index < keys.length; index++) {
      const text = match[this.#places[index] as number] ?? (fillMissing ? '' : undefined)
      if (text !== undefined) group.appendText(row, keys[index] as number, text)
    }
    return 1
  }
}

function firstOf(regex: RegExp, text: string): readonly RegExpExecArray[] {
  const match = regex.exec(text)
  return match === null ? [] : [match]
}
