import type {
  Awaitable,
  EventGroup,
  EventGroupInit,
  EventKind,
  ProcessorV1,
  ProcessorV2,
} from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { EventList } from '../carrier/event-list.ts'
import type { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import type { LogView } from '../carrier/log-view.ts'
import { eventViews, viewEventGroup, viewLogs } from '../carrier/views.ts'
import { isThenable } from './call-guard.ts'
import { GroupedCollector } from './grouped-collector.ts'
import type { Instance } from './instance.ts'
import { groupsOfResults, rowsOfLogs, toGroupList } from './results.ts'

/**
 * One call of a processor. The groups it gives are new owners of the sources, except that a group changed in place comes
 * back as itself. The caller still owns the group it passed in.
 */
export type BoundProcessor = (group: Group) => Awaitable<readonly Group[]>

type Kinds = ReadonlySet<EventKind> | undefined

/**
 * Chooses the facet: columns where there is one, else the one of the pipeline's model, else the other. Beside a columns
 * facet a v2 facet gets the events that are no logs.
 */
export function bindProcessor(instance: Instance<'processor'>, model: 'v1' | 'v2'): BoundProcessor {
  const { facets, plugin, kinds } = instance
  const { columns, v1, v2 } = facets
  if (columns !== undefined) {
    const others = kinds ?? new Set<EventKind>(['metric', 'span', 'raw'])
    const ofOthers = v2 && bindV2(plugin, others.difference(new Set(['log'])), v2)
    return bindColumns(columns, ofOthers)
  }
  if (v1 !== undefined && (model === 'v1' || v2 === undefined)) return bindV1(plugin, v1)
  return bindV2(plugin, kinds, v2 as ProcessorV2)
}

function bindColumns(facet: ColumnProcessor, ofOthers: BoundProcessor | undefined): BoundProcessor {
  return (group) => {
    const done = facet.process(group)
    const rest = (): Awaitable<readonly Group[]> =>
      ofOthers === undefined || group.others.length === 0 ? [group] : ofOthers(group)
    return isThenable(done) ? done.then(rest) : rest()
  }
}

function bindV1(plugin: string, facet: ProcessorV1): BoundProcessor {
  return (group) => {
    const lease = new Lease(plugin, true)
    const views = viewLogs(group, lease)
    return leased(
      lease,
      () => facet.processLogs([...views]),
      (result) => {
        for (const view of views) view.writeBack()
        if (isUnchanged(result, views)) return [group]
        const list = placeAgain(group, rowsOfLogs(plugin, group, result))
        return list.length === 0 ? [] : [group.derive(list)]
      },
    )
  }
}

function isUnchanged(result: unknown, views: readonly LogView[]): boolean {
  if (!Array.isArray(result) || result.length !== views.length) return false
  return views.every((view, index) => result[index] === view)
}

/** Puts the other events where they stood among the logs; a log the plugin made stands in for the one it replaced. */
function placeAgain(group: Group, rows: readonly number[]): EventList {
  const list = new EventList()
  const positions = new Map(rows.length === group.length ? [] : positionsOf(group))
  let next = 0
  rows.forEach((row, index) => {
    const position = positions.get(row) ?? index
    for (; (group.others[next]?.at ?? Infinity) <= position; next++) addOther(next)
    list.addRow(row)
  })
  for (; next < group.others.length; next++) addOther(next)
  return list

  function addOther(index: number): void {
    const placed = group.others[index]
    if (placed !== undefined) list.addOther(placed.event)
  }
}

function positionsOf(group: Group): (readonly [number, number])[] {
  const positions: (readonly [number, number])[] = []
  group.each(
    (row, position) => positions.push([row, position]),
    () => {},
  )
  return positions
}

function bindV2(plugin: string, kinds: Kinds, facet: ProcessorV2): BoundProcessor {
  return (group) => {
    const lease = new Lease(plugin, true)
    const collector = new GroupedCollector(lease)
    const view = viewEventGroup(group, lease, kinds)
    return leased(
      lease,
      () => facet.process(view, { collector }),
      (returned) => {
        const results = [...toGroupList(plugin, returned), ...collector.toArray()]
        if (results.length === 1 && results[0] === view) return [group]
        return groupsOfResults(plugin, group, withPassing(group, kinds, results))
      },
    )
  }
}

/** The results with the events of other kinds: in their places in a single result, else in a group of their own. */
function withPassing(
  group: Group,
  kinds: Kinds,
  results: readonly (EventGroup | EventGroupInit)[],
): readonly (EventGroup | EventGroupInit)[] {
  if (kinds === undefined) return results
  const events = eventViews(group, new Lease('', false))
  const passing = events.filter(({ kind }) => !kinds.has(kind))
  if (passing.length === 0) return results
  const [only] = results
  if (only === undefined || results.length > 1)
    return [{ info: group.info, events: passing }, ...results]
  const rest = [...only.events]
  const placed = events.flatMap((event) => (kinds.has(event.kind) ? rest.splice(0, 1) : [event]))
  return [{ info: only.info, events: [...placed, ...rest] }]
}

/** Makes a call and finishes with its result while the lease is live; expires it whatever happens. */
function leased<Result>(
  lease: Lease,
  call: () => Awaitable<Result>,
  finish: (result: Result) => readonly Group[],
): Awaitable<readonly Group[]> {
  let result: Awaitable<Result> | undefined
  try {
    result = call()
    if (!isThenable(result)) return finish(result)
  } finally {
    if (!isThenable(result)) lease.expire()
  }
  return finishLater(lease, result, finish)
}

async function finishLater<Result>(
  lease: Lease,
  result: PromiseLike<Result>,
  finish: (result: Result) => readonly Group[],
): Promise<readonly Group[]> {
  try {
    return finish(await result)
  } finally {
    lease.expire()
  }
}
