import type { ColumnGroup } from '@sluice/plugin/columns'

/** Stands for "whatever field comes first" where a key id is expected. */
export const ANY_KEY = -1

/** The first field of a row that has this key, or -1. Parsers read the first one, so that what they add never is it. */
export function findFirst(group: ColumnGroup, row: number, key: number): number {
  let run = group.first(row)
  if (key === ANY_KEY) return run
  while (run !== -1 && group.runKey(run) !== key) run = group.next(row, run)
  return run
}
