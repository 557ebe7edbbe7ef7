import type { EventGroup, Tags } from '@sluice/plugin'
import type { Renames, ReportMissing } from './rename.ts'

/** Renames the tags of all events that have any. */
export function renameTags(
  group: EventGroup,
  renames: Renames,
  reportMissing: ReportMissing | undefined,
): EventGroup {
  const absent = new Map<string, number>()
  for (const event of group.events) {
    if (event.kind !== 'raw') rename(event.tags, renames, absent)
  }
  if (reportMissing !== undefined) absent.forEach((events, name) => reportMissing(name, events))
  return group
}

/** Takes all old names out before it puts new ones in, so that two names can be swapped. */
function rename(tags: Tags, renames: Renames, absent: Map<string, number>): void {
  const renamed: [string, string][] = []
  for (const [from, to] of renames) {
    const value = tags.get(from)
    if (value === undefined) absent.set(from, (absent.get(from) ?? 0) + 1)
    else renamed.push([to, value])
  }
  for (const from of renames.keys()) tags.delete(from)
  for (const [name, value] of renamed) tags.add(name, value)
}
