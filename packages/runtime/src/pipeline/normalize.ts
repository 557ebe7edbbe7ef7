import type { Clock } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { ROW_STRIDE } from '../carrier/log-table.ts'
import type { GlobalSettings } from '../config/index.ts'

/**
 * What the original's v1 pipelines do to logs between processing and aggregation: a log without contents is left out, one
 * without a time gets the current one, and nanoseconds are dropped unless asked for.
 */
export function normalizeV1(
  group: Group,
  { enableTimestampNanosecond, usingOldContentTag }: GlobalSettings,
  clock: Clock,
): void {
  const { rows } = group.table
  let isAnyEmpty = false
  for (let position = 0; position < group.length; position++) {
    const at = group.rowAt(position) * ROW_STRIDE
    if (rows[at + 1] === 0) isAnyEmpty = true
    if (rows[at + 3] === 0) rows[at + 3] = clock.seconds()
    if (!enableTimestampNanosecond) rows[at + 4] = 0
  }
  if (isAnyEmpty) group.filterRows((position) => group.first(position) !== -1)
  if (usingOldContentTag) tagsToContents(group)
}

function tagsToContents(group: Group): void {
  for (const [name, value] of [...group.info.tags]) {
    const key = group.key(`__tag__:${name}`)
    for (let position = 0; position < group.length; position++) {
      group.appendText(position, key, value)
    }
    group.info.tags.delete(name)
  }
}
