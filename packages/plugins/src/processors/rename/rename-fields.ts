import type { ColumnGroup } from '@sluice/plugin/columns'
import type { Renames, ReportMissing } from './rename.ts'

/** Renames the fields of all rows in one pass, so that two names can be swapped. */
export function renameFields(
  group: ColumnGroup,
  renames: Renames,
  reportMissing: ReportMissing | undefined,
): void {
  const targets = new Map<number, number>()
  for (const [from, to] of renames) targets.set(group.key(from), group.key(to))
  const rowsWith = new Map<number, number>()
  for (let row = 0; row < group.length; row++) {
    if (reportMissing !== undefined) countPresent(group, row, targets, rowsWith)
    for (let run = group.first(row); run !== -1; run = group.next(row, run)) {
      const target = targets.get(group.runKey(run))
      if (target !== undefined) group.renameRun(run, target)
    }
  }
  if (reportMissing === undefined) return
  for (const key of targets.keys()) {
    const absent = group.length - (rowsWith.get(key) ?? 0)
    if (absent > 0) reportMissing(group.keyName(key), absent)
  }
}

function countPresent(
  group: ColumnGroup,
  row: number,
  targets: ReadonlyMap<number, number>,
  rowsWith: Map<number, number>,
): void {
  for (const key of targets.keys()) {
    if (group.find(row, key) !== -1) rowsWith.set(key, (rowsWith.get(key) ?? 0) + 1)
  }
}
