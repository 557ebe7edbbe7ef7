import type { AggregatorV2, Awaitable, EventKind } from '@sluice/plugin'
import type { ColumnAggregator } from '@sluice/plugin/columns'
import type { Arena } from '../carrier/arena.ts'
import type { Group } from '../carrier/group.ts'
import { toError } from '../carrier/named-error.ts'
import { EventAggregator } from './event-aggregator.ts'
import { Held, takeBack } from './held-group.ts'
import type { Instance } from './instance.ts'
import { LogAggregator } from './log-aggregator.ts'

/** What became of a group that was offered to an aggregator. */
export interface Added {
  /** False means "full": what is left in the group is still the caller's and is to be offered again. */
  readonly taken: boolean
  /** What leaves the aggregator at this moment. */
  readonly groups: readonly Group[]
}

/** An aggregator in the engine's terms: it takes over groups and gives groups. */
export interface BoundAggregator {
  /** The kinds of event it takes; `undefined` means all. */
  readonly kinds: ReadonlySet<EventKind> | undefined
  /** Takes over the group, or what it can of it. After a throw the rest of the group is still the caller's. */
  add(group: Group): Awaitable<Added>
  flush(): Awaitable<readonly Group[]>
  /** A group that a v1 aggregator puts into its queue, as one of the engine; none when it is empty. */
  fromQueue(logGroup: unknown): readonly Group[]
}

/** Chooses the facet: columns where there is one, else the one of the pipeline's model, else the other. */
export function bindAggregator(
  instance: Instance<'aggregator'>,
  model: 'v1' | 'v2',
  heap: () => Arena,
): BoundAggregator {
  const { columns, v1, v2 } = instance.facets
  if (columns !== undefined) return new HoldingAggregator(instance, columns)
  if (v1 !== undefined && (model === 'v1' || v2 === undefined)) {
    return new LogAggregator(instance, v1, heap)
  }
  return new EventAggregator(instance, v2 as AggregatorV2, heap)
}

/** Runs an aggregator of the columns view, which holds the engine's own groups. */
class HoldingAggregator implements BoundAggregator {
  readonly kinds = undefined
  readonly #instance: Instance<'aggregator'>
  readonly #facet: ColumnAggregator

  constructor(instance: Instance<'aggregator'>, facet: ColumnAggregator) {
    this.#instance = instance
    this.#facet = facet
  }

  add(group: Group): Added {
    const held = new Held(group)
    const { plugin, context } = this.#instance
    try {
      return { taken: true, groups: takeBack(plugin, this.#facet.add(held)) }
    } catch (error) {
      if (held.isHeld) {
        held.giveBack()
        throw error
      }
      // Its events are in another group already, so offering them again would double them.
      const fields = { plugin, error: toError(error) }
      context.logger.error(fields, 'aggregator failed after it had taken a group')
      return { taken: true, groups: [] }
    }
  }

  flush(): readonly Group[] {
    return takeBack(this.#instance.plugin, this.#facet.flush())
  }

  fromQueue(): readonly Group[] {
    return []
  }
}
