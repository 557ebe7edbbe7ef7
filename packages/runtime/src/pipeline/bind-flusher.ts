import type { Awaitable, Destination, EventKind, FlusherV2 } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import { viewEventGroup, viewLogGroup } from '../carrier/views.ts'
import { isThenable } from './call-guard.ts'
import type { Instance } from './instance.ts'

/** One delivery of groups, which stay the caller's. */
export type BoundFlusher = (groups: readonly Group[]) => Awaitable<void>

/** Chooses the facet: columns where there is one, else the one of the pipeline's model, else the other. */
export function bindFlusher(
  instance: Instance<'flusher'>,
  model: 'v1' | 'v2',
  destination: Destination,
): BoundFlusher {
  const { columns, v1, v2 } = instance.facets
  if (columns !== undefined) {
    return leased(instance, (groups, lease) => {
      for (const group of groups) {
        group.beginReading()
        lease.onExpire(() => group.endReading())
      }
      return columns.write(
        groups.map((group) => ({ columns: group, events: viewEventGroup(group, lease) })),
      )
    })
  }
  if (v1 !== undefined && (model === 'v1' || v2 === undefined)) {
    return leased(instance, (groups, lease) =>
      v1.flush(
        destination,
        groups.map((group) => viewLogGroup(group, lease)),
      ),
    )
  }
  return bindV2(instance, v2 as FlusherV2, destination)
}

/** Events of kinds the flusher does not declare are left out and counted. */
function bindV2(
  instance: Instance<'flusher'>,
  facet: FlusherV2,
  destination: Destination,
): BoundFlusher {
  const { kinds, metrics } = instance
  const discarded = metrics.counter('discarded_events_total')
  return leased(instance, (groups, lease) => {
    const wanted = groups.filter((group) => {
      const foreign = kinds === undefined ? 0 : countOthers(group, kinds)
      discarded.add(foreign)
      return foreign < group.eventCount
    })
    if (wanted.length === 0) return undefined
    const views = wanted.map((group) => viewEventGroup(group, lease, kinds))
    return facet.export(views, { destination })
  })
}

function countOthers(group: Group, kinds: ReadonlySet<EventKind>): number {
  const logs = kinds.has('log') ? 0 : group.length
  return logs + group.others.filter(({ event }) => !kinds.has(event.kind)).length
}

function leased(
  { plugin }: Instance,
  deliver: (groups: readonly Group[], lease: Lease) => Awaitable<void>,
): BoundFlusher {
  return (groups) => {
    const lease = new Lease(plugin, false)
    let done: Awaitable<void>
    try {
      done = deliver(groups, lease)
    } catch (error) {
      lease.expire()
      throw error
    }
    if (isThenable(done)) return expireAfter(done, lease)
    lease.expire()
    return undefined
  }
}

async function expireAfter(done: PromiseLike<void>, lease: Lease): Promise<void> {
  try {
    await done
  } finally {
    lease.expire()
  }
}
