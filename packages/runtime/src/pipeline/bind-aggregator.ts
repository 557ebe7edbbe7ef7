import {
  group as makeInfo,
  type AggregatorV1,
  type AggregatorV2,
  type Awaitable,
  type Event,
  KeyValues,
  type Log,
  type LogGroup,
  type LogInit,
} from '@sluice/plugin'
import type { ColumnAggregator } from '@sluice/plugin/columns'
import type { ArenaFactory } from '../carrier/arena.ts'
import { importFlatLog } from '../carrier/copy-row.ts'
import { EventGroupView } from '../carrier/event-group-view.ts'
import { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import { eventViews, SOURCE_KEY, TOPIC_KEY, viewLogs } from '../carrier/views.ts'
import { GroupedCollector } from './grouped-collector.ts'
import { HeldEvents } from './held-events.ts'
import type { Instance } from './instance.ts'
import { badResult, describe } from './named-error.ts'
import { checkedLog, toGroupList } from './results.ts'

/** An aggregator in the engine's terms: it takes over groups and gives groups. */
export interface BoundAggregator {
  /**
   * Takes over the group. `undefined` means "full": what is left in the group is still the caller's and is to be offered
   * again; the same after a throw.
   */
  add(group: Group): Awaitable<readonly Group[] | undefined>
  flush(): Awaitable<readonly Group[]>
  /** What a v1 aggregator has put into its queue, as groups of the engine. */
  fromLogGroups(groups: readonly LogGroup[]): readonly Group[]
}

export function bindAggregator(
  instance: Instance<'aggregator'>,
  model: 'v1' | 'v2',
  arenas: ArenaFactory,
): BoundAggregator {
  const { columns, v1, v2 } = instance.facets
  if (columns !== undefined) return bindColumns(columns)
  if (v1 !== undefined && (model === 'v1' || v2 === undefined)) return new LogAggregator(instance, v1, arenas)
  return new EventAggregator(instance, v2 as AggregatorV2, arenas)
}

function bindColumns(facet: ColumnAggregator): BoundAggregator {
  return {
    add: (group) => facet.add(group) as readonly Group[],
    flush: () => facet.flush() as readonly Group[],
    fromLogGroups: noLogGroups,
  }
}

/** Only v1 aggregators use the queue of log groups. */
function noLogGroups(): readonly Group[] {
  return []
}

/** Runs an aggregator of v2 events over kept copies. */
class EventAggregator implements BoundAggregator {
  readonly #instance: Instance<'aggregator'>
  readonly #facet: AggregatorV2
  readonly #arenas: ArenaFactory
  readonly #held = new HeldEvents()
  readonly fromLogGroups = noLogGroups

  constructor(instance: Instance<'aggregator'>, facet: AggregatorV2, arenas: ArenaFactory) {
    this.#instance = instance
    this.#facet = facet
    this.#arenas = arenas
  }

  async add(group: Group): Promise<readonly Group[] | undefined> {
    const kept = eventViews(group, new Lease(this.#instance.plugin, false)).map((event) => event.keep())
    const info = makeInfo(group.info.tags, group.info.metadata)
    const collector = new GroupedCollector()
    const view = new EventGroupView(info, new Lease(this.#instance.plugin, true), () => kept)
    this.#held.handIn(group, kept)
    if (!(await this.#held.unlessRefused(kept, () => this.#facet.record(view, { collector })))) return undefined
    group.release()
    return this.#results(collector.toArray())
  }

  async flush(): Promise<readonly Group[]> {
    const collector = new GroupedCollector()
    const returned = await this.#facet.getResult({ collector })
    return this.#results([...toGroupList(this.#instance.plugin, returned), ...collector.toArray()])
  }

  #results(results: readonly { readonly info: Group['info']; readonly events: readonly Event[] }[]): Group[] {
    const made = results
      .filter(({ events }) => events.length > 0)
      .map(({ info, events }) => {
        const group = new Group(this.#arenas, makeInfo(info.tags, info.metadata))
        group.pushAll(events)
        return { group, events }
      })
    this.#held.handOut(made)
    return made.map(({ group }) => group)
  }
}

/** Runs an aggregator of v1 logs; events of other kinds pass by in groups of their own. */
class LogAggregator implements BoundAggregator {
  readonly #instance: Instance<'aggregator'>
  readonly #facet: AggregatorV1
  readonly #arenas: ArenaFactory
  readonly #held = new HeldEvents()

  constructor(instance: Instance<'aggregator'>, facet: AggregatorV1, arenas: ArenaFactory) {
    this.#instance = instance
    this.#facet = facet
    this.#arenas = arenas
  }

  async add(group: Group): Promise<readonly Group[] | undefined> {
    const { metadata, tags } = group.info
    const context = group.context ?? {
      tags: tags.toJSON(),
      ...withKey('source', metadata.get(SOURCE_KEY)),
      ...withKey('topic', metadata.get(TOPIC_KEY)),
    }
    const views = viewLogs(group, new Lease(this.#instance.plugin, false))
    for (const [index, view] of views.entries()) {
      const kept = view.keep()
      this.#held.handIn(group, [kept])
      let taken = false
      try {
        taken = await this.#held.unlessRefused([kept], () => this.#facet.add(kept, context))
      } finally {
        if (!taken && index > 0) group.split(index).release()
      }
      if (!taken) return undefined
    }
    const passing = group.others.length === 0 ? [] : [group.derive([], [...group.others])]
    group.release()
    return passing
  }

  async flush(): Promise<readonly Group[]> {
    return this.fromLogGroups(await this.#facet.flush())
  }

  /** Groups the aggregator gave, by `flush` or through its queue, as groups of the engine. */
  fromLogGroups(result: unknown): Group[] {
    const { plugin } = this.#instance
    if (!Array.isArray(result)) throw badResult(plugin, describe(result), 'an array of log groups')
    const made = (result as LogGroup[])
      .filter(({ logs }) => logs.length > 0)
      .map((logGroup) => ({ group: this.#toGroup(logGroup), events: logGroup.logs }))
    this.#held.handOut(made)
    return made.map(({ group }) => group)
  }

  #toGroup({ logs, tags, topic, source }: LogGroup): Group {
    const group = new Group(this.#arenas, makeInfo(new KeyValues(tags.map(({ key, value }) => [key, value] as const))))
    if (topic) group.info.metadata.add(TOPIC_KEY, topic)
    if (source) group.info.metadata.add(SOURCE_KEY, source)
    for (const log of logs as readonly (Log | LogInit)[]) {
      group.addTableRow(importFlatLog(group.table, checkedLog(this.#instance.plugin, log)))
    }
    return group
  }
}

function withKey(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value }
}
