import {
  group as makeInfo,
  type AggregatorV1,
  type EventKind,
  KeyValues,
  type LogContext,
} from '@sluice/plugin'
import type { Arena } from '../carrier/arena.ts'
import { checkedLogGroup } from '../carrier/checks.ts'
import { importFlatLog } from '../carrier/copy-row.ts'
import { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import { LogTable } from '../carrier/log-table.ts'
import { badResult, describe } from '../carrier/named-error.ts'
import { SOURCE_KEY, TOPIC_KEY, viewLogs } from '../carrier/views.ts'
import type { Added, BoundAggregator } from './bind-aggregator.ts'
import { HeldEvents } from './held-events.ts'
import type { Instance } from './instance.ts'

/** Runs an aggregator of v1 logs, one at a time. */
export class LogAggregator implements BoundAggregator {
  readonly kinds: ReadonlySet<EventKind> = new Set(['log'])
  readonly #plugin: string
  readonly #facet: AggregatorV1
  readonly #heap: () => Arena
  readonly #held = new HeldEvents()

  constructor({ plugin }: Instance<'aggregator'>, facet: AggregatorV1, heap: () => Arena) {
    this.#plugin = plugin
    this.#facet = facet
    this.#heap = heap
  }

  async add(group: Group): Promise<Added> {
    const context = group.context ?? contextOf(group)
    const views = viewLogs(group, new Lease(this.#plugin, false))
    for (const [index, view] of views.entries()) {
      const kept = view.keep()
      let taken = false
      try {
        taken = await this.#held.handIn(group, [kept], () => this.#facet.add(kept, context))
      } finally {
        if (!taken) group.filterRows((position) => position >= index)
      }
      if (!taken) return { taken: false, groups: [] }
    }
    group.release()
    return { taken: true, groups: [] }
  }

  async flush(): Promise<readonly Group[]> {
    const results: unknown = await this.#facet.flush()
    if (!Array.isArray(results)) {
      throw badResult(this.#plugin, describe(results), 'an array of log groups')
    }
    return this.#groupsOf(results)
  }

  fromQueue(logGroup: unknown): readonly Group[] {
    return this.#groupsOf([logGroup])
  }

  #groupsOf(results: readonly unknown[]): Group[] {
    const made = results
      .map((found) => checkedLogGroup(this.#plugin, found))
      .filter(({ logs }) => logs.length > 0)
      .map(({ logs, tags, topic, source }) => {
        const info = makeInfo(new KeyValues(tags.map(({ key, value }) => [key, value])))
        if (topic) info.metadata.add(TOPIC_KEY, topic)
        if (source) info.metadata.add(SOURCE_KEY, source)
        const group = new Group(new LogTable(this.#heap()), info)
        for (const log of logs) group.addTableRow(importFlatLog(group.table, log))
        return { group, events: logs }
      })
    this.#held.handOut(made)
    return made.map(({ group }) => group)
  }
}

/** What a v1 input would have given along. */
function contextOf({ info: { tags, metadata } }: Group): LogContext {
  const source = metadata.get(SOURCE_KEY)
  const topic = metadata.get(TOPIC_KEY)
  return {
    tags: tags.toJSON(),
    ...(source === undefined ? {} : { source }),
    ...(topic === undefined ? {} : { topic }),
  }
}
