import type { Group } from '../carrier/group.ts'

/** The group as two of about equal size, which take over its sources; the group itself is used up. */
export function halves(group: Group): readonly [Group, Group] {
  const first = group.split(Math.ceil(group.eventCount / 2))
  return [first, group]
}
