import type { ColumnGroup, Kernels, RegexKernel, RegexOptions } from '@sluice/plugin/columns'
import { compileRegex } from '@sluice/kernels'

const NEWLINE = 0x0a

/** The kernels in plain JavaScript: the specification of every faster form. */
export const plainKernels: Kernels = {
  regex: (pattern, options) => new PlainRegex(pattern, options),
  splitLines(group, from, to, key, seconds, nanos) {
    const slab = (group as ColumnGroup & { readonly table: { readonly slab: Buffer } }).table.slab
    let start = from
    for (let end = slab.indexOf(NEWLINE, start); end !== -1 && end < to; end = slab.indexOf(NEWLINE, start)) {
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

  constructor(pattern: string, options: RegexOptions) {
    const { regex, groups } = compileRegex(pattern, options)
    this.#regex = regex
    this.groups = groups
  }

  test(text: string): boolean {
    return this.#regex.test(text)
  }

  exec(text: string): readonly (string | undefined)[] | undefined {
    return this.#regex.exec(text)?.slice(1)
  }

  extract(group: ColumnGroup, row: number, run: number, keys: readonly number[], fillMissing: boolean): boolean {
    if (this.groups < keys.length) return false
    const match = this.#regex.exec(group.text(run))
    if (match === null) return false
    for (let index = 0; index < keys.length; index++) {
      const text = match[index + 1] ?? (fillMissing ? '' : undefined)
      if (text !== undefined) group.appendText(row, keys[index] as number, text)
    }
    return true
  }
}
