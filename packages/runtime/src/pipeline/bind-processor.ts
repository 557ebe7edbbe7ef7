import type { Awaitable, EventKind, ProcessorV1, ProcessorV2 } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import type { LogView } from '../carrier/log-view.ts'
import { viewEventGroup, viewLogs } from '../carrier/views.ts'
import { isThenable } from './call-guard.ts'
import { GroupedCollector } from './grouped-collector.ts'
import type { Instance } from './instance.ts'
import { withOtherKinds, withOthers } from './passing-events.ts'
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
        const list = withOthers(group, rowsOfLogs(plugin, group, result))
        return list.length === 0 ? [] : [group.derive(list)]
      },
    )
  }
}

function isUnchanged(result: unknown, views: readonly LogView[]): boolean {
  if (!Array.isArray(result) || result.length !== views.length) return false
  return views.every((view, index) => result[index] === view)
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
        return groupsOfResults(plugin, group, withOtherKinds(group, view, kinds, results))
      },
    )
  }
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
