import { group as makeInfo, type AggregatorV2, type Event, type GroupInfo } from '@sluice/plugin'
import { checkedInfo } from '../carrier/checks.ts'
import { EventGroupView } from '../carrier/event-group-view.ts'
import { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import { LogTable } from '../carrier/log-table.ts'
import { eventViews } from '../carrier/views.ts'
import type { Arena } from '../carrier/arena.ts'
import type { Added, BoundAggregator } from './bind-aggregator.ts'
import { GroupedCollector } from './grouped-collector.ts'
import { HeldEvents } from './held-events.ts'
import type { Instance } from './instance.ts'
import { toGroupList } from './results.ts'

/** Runs an aggregator of v2 events over kept copies. */
export class EventAggregator implements BoundAggregator {
  readonly kinds
  readonly #plugin: string
  readonly #facet: AggregatorV2
  readonly #heap: () => Arena
  readonly #held = new HeldEvents()

  constructor({ plugin, kinds }: Instance<'aggregator'>, facet: AggregatorV2, heap: () => Arena) {
    this.kinds = kinds
    this.#plugin = plugin
    this.#facet = facet
    this.#heap = heap
  }

  async add(group: Group): Promise<Added> {
    const lease = new Lease(this.#plugin, true)
    const kept = eventViews(group, lease).map((event) => event.keep())
    const info = makeInfo(group.info.tags, group.info.metadata)
    const collector = new GroupedCollector(lease)
    const view = new EventGroupView(info, lease, () => kept)
    const record = (): ReturnType<AggregatorV2['record']> => this.#facet.record(view, { collector })
    const taken = await this.#held.handIn(group, kept, record)
    const groups = this.#groupsOf(collector.toArray())
    lease.expire()
    if (taken) group.release()
    return { taken, groups }
  }

  async flush(): Promise<readonly Group[]> {
    const collector = new GroupedCollector()
    const returned = await this.#facet.getResult({ collector })
    return this.#groupsOf([...toGroupList(this.#plugin, returned), ...collector.toArray()])
  }

  /** Only v1 aggregators use the queue of log groups. */
  fromQueue(): readonly Group[] {
    return []
  }

  #groupsOf(
    results: readonly { readonly info: GroupInfo; readonly events: readonly Event[] }[],
  ): Group[] {
    const made = results
      .filter(({ events }) => events.length > 0)
      .map(({ info, events }) => {
        const { tags, metadata } = checkedInfo(this.#plugin, info)
        const group = new Group(new LogTable(this.#heap()), makeInfo(tags, metadata))
        group.pushAll(this.#plugin, events)
        return { group, events }
      })
    this.#held.handOut(made)
    return made.map(({ group }) => group)
  }
}
