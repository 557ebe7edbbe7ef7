import type { LineMatches, RegexKernel } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'

const NEWLINE = 0x0a

/** Finds lines and tests expressions on them, in plain JavaScript. */
export function matchPlainLines(
  { table }: Group,
  from: number,
  to: number,
  expressions: readonly RegexKernel[],
): LineMatches {
  const bytes = table.slab.subarray(0, to)
  const ends: number[] = []
  const flags: number[] = []
  for (let start = from; start < to;) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? to : newline
    ends.push(end)
    const text = expressions.length === 0 ? '' : table.decode(start, end - start)
    flags.push(flagsOf(text, expressions, -1))
    start = end + 1
  }
  return { ends: Int32Array.from(ends), flags: Uint8Array.from(flags) }
}

/** A bit for each expression of those in `mask` that matches. */
export function flagsOf(text: string, expressions: readonly RegexKernel[], mask: number): number {
  let flags = 0
  for (const [index, expression] of expressions.entries()) {
    const flag = 1 << index
    if ((mask & flag) !== 0 && expression.test(text)) flags |= flag
  }
  return flags
}
