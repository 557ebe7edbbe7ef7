import type { EventGroup, EventGroupInit, EventKind } from '@sluice/plugin'
import { EventList } from '../carrier/event-list.ts'
import type { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import { eventViews } from '../carrier/views.ts'

/** An event that passes by a processor, and how many of those the processor is given stand before it. */
interface Passing<Event> {
  readonly at: number
  readonly event: Event
}

/**
 * Puts what passed by back among the results of the rest. As many results as there were events before stand for those one
 * by one; otherwise a result that was there before stands for itself, and a new one for the event at its index.
 */
function putBack<Passed, Result>(
  passing: readonly Passing<Passed>[],
  results: readonly Result[],
  before: readonly Result[],
): (Passed | Result)[] {
  const isOneToOne = results.length === before.length
  const positions = new Map(isOneToOne ? [] : before.map((event, index) => [event, index]))
  const merged: (Passed | Result)[] = []
  let next = 0
  const passUntil = (position: number): void => {
    for (
      let passed = passing[next];
      passed !== undefined && passed.at <= position;
      passed = passing[++next]
    ) {
      merged.push(passed.event)
    }
  }
  results.forEach((result, index) => {
    passUntil(positions.get(result) ?? index)
    merged.push(result)
  })
  passUntil(Infinity)
  return merged
}

/** The rows that became of a group's logs, with its other events. */
export function withOthers(group: Group, rows: readonly number[]): EventList {
  const list = new EventList()
  const before = Array.from({ length: group.length }, (_, position) => group.rowAt(position))
  for (const each of putBack(group.others, rows, before)) {
    if (typeof each === 'number') list.addRow(each)
    else list.addOther(each)
  }
  return list
}

/**
 * The results of a call that was given `view`, the events of some kinds, with those of other kinds: in their places in a
 * single result, else in a group of their own.
 */
export function withOtherKinds(
  group: Group,
  view: EventGroup,
  kinds: ReadonlySet<EventKind> | undefined,
  results: readonly (EventGroup | EventGroupInit)[],
): readonly (EventGroup | EventGroupInit)[] {
  if (kinds === undefined) return results
  const passing: Passing<EventGroup['events'][number]>[] = []
  let at = 0
  for (const event of eventViews(group, new Lease('', false))) {
    if (kinds.has(event.kind)) at++
    else passing.push({ at, event })
  }
  if (passing.length === 0) return results
  const [only] = results
  if (only !== undefined && results.length === 1) {
    return [{ info: only.info, events: putBack(passing, only.events, view.events) }]
  }
  return [{ info: group.info, events: passing.map(({ event }) => event) }, ...results]
}
