import type { Clock } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { ROW_STRIDE } from '../carrier/log-table.ts'

interface Options {
  readonly enableTimestampNanosecond: boolean
  readonly usingOldContentTag: boolean
  readonly clock: Clock
}

/**
 * What the original's v1 pipelines do to logs between processing and aggregation: a log without contents is left out, one
 * without a time gets the current one, and nanoseconds are dropped unless asked for.
 */
export function normalizeV1(group: Group, { enableTimestampNanosecond, usingOldContentTag, clock }: Options): void {
  const { table } = group
  if (usingOldContentTag) tagsToContents(group)
  let empty = false
  for (let position = 0; position < group.logCount; position++) {
    const at = group.rowAt(position) * ROW_STRIDE
    if (table.rows[at + 1] === 0) empty = true
    if (table.rows[at + 3] === 0) table.rows[at + 3] = clock.seconds()
    if (!enableTimestampNanosecond) table.rows[at + 4] = 0
  }
  if (empty) group.filterRows((position) => group.first(position) !== -1)
}

function tagsToContents(group: Group): void {
  const tags = [...group.info.tags]
  for (const [name, value] of tags) {
    const key = group.key(`__tag__:${name}`)
    for (let position = 0; position < group.logCount; position++) group.appendText(position, key, value)
    group.info.tags.delete(name)
  }
}
