import type { Awaitable, EventGroup, EventGroupInit, ProcessorV1, ProcessorV2 } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import type { Group, PlacedEvent } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import type { LogView } from '../carrier/log-view.ts'
import { eventViews, viewEventGroup, viewLogs } from '../carrier/views.ts'
import { isThenable } from './call-guard.ts'
import { GroupedCollector } from './grouped-collector.ts'
import type { Instance } from './instance.ts'
import { groupOfEvents, rowsOfLogs, toGroupList } from './results.ts'

/**
 * One call of a processor. The groups it gives are new owners of the sources, except that a group changed in place comes
 * back as itself. The caller still owns the group it passed in.
 */
export type BoundProcessor = (group: Group) => Awaitable<readonly Group[]>

/** Chooses the facet: columns where there is one, else the one of the pipeline's model, else the other. */
export function bindProcessor(instance: Instance<'processor'>, model: 'v1' | 'v2'): BoundProcessor {
  const { columns, v1, v2 } = instance.facets
  if (columns !== undefined) return bindColumns(instance, columns)
  if (v1 !== undefined && (model === 'v1' || v2 === undefined)) return bindV1(instance, v1)
  return bindV2(instance, v2 as ProcessorV2)
}

function bindColumns(_instance: Instance<'processor'>, facet: ColumnProcessor): BoundProcessor {
  return (group) => {
    const done = facet.process(group)
    return isThenable(done) ? done.then(() => [group]) : [group]
  }
}

function bindV1(instance: Instance<'processor'>, facet: ProcessorV1): BoundProcessor {
  const { plugin } = instance
  return (group) => {
    const lease = new Lease(plugin, true)
    const views = viewLogs(group, lease)
    return settled(lease, facet.processLogs([...views]), (result) => {
      for (const view of views) view.writeBack()
      if (isUnchanged(result, views)) return [group]
      const rows = rowsOfLogs(plugin, group, result)
      if (rows.length === 0 && group.others.length === 0) return []
      return [group.derive(rows, placedAgain(group, rows.length))]
    })
  }
}

function isUnchanged(result: unknown, views: readonly LogView[]): boolean {
  return Array.isArray(result) && result.length === views.length && views.every((view, i) => result[i] === view)
}

/** Other events keep their place when logs are processed one to one, and otherwise stay behind as many logs as there are. */
function placedAgain(group: Group, logs: number): readonly PlacedEvent[] {
  return group.others.map(({ at, event }) => ({ at: Math.min(at, logs), event }))
}

function bindV2(instance: Instance<'processor'>, facet: ProcessorV2): BoundProcessor {
  const { plugin, kinds } = instance
  return (group) => {
    const lease = new Lease(plugin, true)
    const collector = new GroupedCollector()
    const view = viewEventGroup(group, lease, kinds)
    return settled(lease, facet.process(view, { collector }), (returned) => {
      const results = [...toGroupList(plugin, returned), ...collector.toArray()]
      if (results.length === 1 && results[0] === view && kinds === undefined) return [group]
      return resultGroups(instance, group, results)
    })
  }
}

function resultGroups(
  { plugin, kinds }: Instance,
  group: Group,
  results: readonly (EventGroup | EventGroupInit)[],
): Group[] {
  const passing = kinds === undefined ? [] : passingEvents(group, kinds)
  const [only] = results
  if (passing.length > 0 && results.length === 1 && only !== undefined) {
    return [groupOfEvents(plugin, group, { info: only.info, events: recombine(group, kinds, only.events) })]
  }
  const made = results
    .filter(({ events }) => events.length > 0)
    .map((result) => groupOfEvents(plugin, group, result))
  if (passing.length > 0) made.unshift(groupOfEvents(plugin, group, { info: group.info, events: passing }))
  return made
}

type Events = EventGroup['events']

function passingEvents(group: Group, kinds: NonNullable<Instance['kinds']>): Events {
  return eventViews(group, new Lease('', false)).filter(({ kind }) => !kinds.has(kind))
}

/** Puts processed events where the matched ones stood; surplus ones go to the end. */
function recombine(group: Group, kinds: Instance['kinds'], processed: Events): Events {
  const rest = [...processed]
  const events = eventViews(group, new Lease('', false)).flatMap((event) => {
    if (kinds?.has(event.kind) === false) return [event]
    const next = rest.shift()
    return next === undefined ? [] : [next]
  })
  return [...events, ...rest]
}

/** Runs `finish` on the result while the lease is live, and expires it whatever happens. */
function settled<Result>(
  lease: Lease,
  result: Awaitable<Result>,
  finish: (result: Result) => readonly Group[],
): Awaitable<readonly Group[]> {
  if (!isThenable(result)) {
    try {
      return finish(result)
    } finally {
      lease.expire()
    }
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

