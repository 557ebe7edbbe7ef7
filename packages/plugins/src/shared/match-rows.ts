import type { ColumnGroup, RegexKernel } from '@sluice/plugin/columns'
import { findFirst } from './find-first.ts'

/** An expression that the values of a field have to match, or must not. */
export interface FieldRule {
  readonly name: string
  readonly regex: RegexKernel
}

/**
 * Says of each row that is 1 in `asked` whether the values of its fields with the rule's name match: `all` of them, of
 * which there must be one, or `any`. Gives 1 for yes, else 0.
 */
export function matchRows(
  group: ColumnGroup,
  { name, regex }: FieldRule,
  asked: Uint8Array,
  which: 'all' | 'any',
): Uint8Array {
  const key = group.key(name)
  const runs = new Int32Array(group.length)
  for (let row = 0; row < runs.length; row++) {
    runs[row] = asked[row] === 1 ? findFirst(group, row, key) : -1
  }
  const matched = regex.matches(group, runs)
  for (let row = 0; row < runs.length; row++) {
    const first = runs[row] as number
    if (first === -1 || group.find(row, key) === first) continue
    // Few events have several fields of a name.
    const isSettled = which === 'all' ? 0 : 1
    for (let run = first; run !== -1 && matched[row] !== isSettled; run = group.next(row, run)) {
      if (group.runKey(run) === key) matched[row] = regex.test(group.text(run)) ? 1 : 0
    }
  }
  return matched
}

/** Keeps the rows that are 1 in `keep`; returns how many went. */
export function keepRows(group: ColumnGroup, keep: Uint8Array): number {
  const before = group.length
  if (keep.includes(0)) group.filterRows((row) => keep[row] === 1)
  return before - group.length
}
