import { compileRegex, type CoveringRegex } from '@sluice/kernels'
import type { ColumnGroup, Execution, RegexKernel, RegexOptions } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { FORM_BYTES, RUN_STRIDE } from '../carrier/log-table.ts'

/** A pattern on V8's engine, after translation from its dialect. */
export class PlainRegex implements RegexKernel {
  readonly execution: Execution
  readonly groups: number
  readonly #regex: RegExp
  /** Where capture group i + 1 is in a match: an atomic group of the dialect takes a place of its own. */
  readonly #places: readonly number[]
  readonly #covering: CoveringRegex | undefined

  /** `reason`: why it is this form. */
  constructor(pattern: string, options: RegexOptions, reason: string) {
    this.execution = { compiled: false, reason }
    const { regex, groups, groupIndexes, covering } = compileRegex(pattern, options)
    this.#covering = covering
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
    const value = group.text(run)
    const range = rangeOf(group as Group, run, value)
    if (this.#covering !== undefined && range !== -1) {
      return appendRanges(group, row, range, this.#covering, value, keys)
    }
    const match = this.#regex.exec(value)
    if (match === null) return 0
    for (let index = 0; index < keys.length; index++) {
      const text = match[this.#places[index] as number] ?? (fillMissing ? '' : undefined)
      if (text !== undefined) group.appendText(row, keys[index] as number, text)
    }
    return 1
  }
}

/** Where the bytes of a value begin, if each is one unit of its text, or -1. */
function rangeOf({ table }: Group, run: number, text: string): number {
  const place = run * RUN_STRIDE
  const isBytes = table.runs[place + 1] === FORM_BYTES && table.runs[place + 3] === text.length
  return isBytes ? (table.runs[place + 2] as number) : -1
}

/** Appends groups as ranges of the bytes that begin at `range`: then no text is kept, nor written again. */
function appendRanges(
  group: ColumnGroup,
  row: number,
  range: number,
  { regex, groups }: CoveringRegex,
  text: string,
  keys: readonly number[],
): 0 | 1 {
  const match = regex.exec(text)
  if (match === null) return 0
  let at = range + match.index
  for (let index = 0; index < groups.length; index++) {
    const { length } = match[index + 1] as string
    const key = keys[(groups[index] as number) - 1]
    if (key !== undefined) group.appendBytes(row, key, at, length)
    at += length
  }
  return 1
}

function firstOf(regex: RegExp, text: string): readonly RegExpExecArray[] {
  const match = regex.exec(text)
  return match === null ? [] : [match]
}
