import type { Delivery } from '../collector.ts'
import type { EventGroup, GroupInfo } from '../models/group.ts'
import type { Awaitable } from '../awaitable.ts'
import type { ColumnGroup } from './column-group.ts'
import type { Execution } from './kernels.ts'

/** How an input of the columns view hands over groups. */
export interface ColumnCollector extends Delivery {
  /** A new empty group; waits while the engine's memory for groups is used up: that is the back-pressure. */
  open(info?: GroupInfo): Promise<ColumnGroup>
  /** Hands the group to the pipeline, which owns it from then on; waits while the pipeline is full. */
  emit(group: ColumnGroup): Promise<void>
  /** Gives a group back unused. */
  discard(group: ColumnGroup): void
}

/**
 * How an instance does a part of its work, for `sluice validate --explain`. The kernels it asks for at `setup` are known
 * without it; this is for calls such as `splitLines` and `encodeJson`, which are compiled, and what it does instead.
 */
export interface ColumnWork extends Execution {
  /** Such as `lines`. */
  readonly what: string
}

export interface ColumnServiceInput {
  readonly work?: readonly ColumnWork[]
  /** As `startService`: the promise is the life of the input. */
  start(collector: ColumnCollector, signal: AbortSignal): Promise<void>
}

export interface ColumnProcessor {
  /** Changes the rows in place. Events other than logs pass by. */
  process(group: ColumnGroup): Awaitable<void>
}

/** Groups an aggregator of the columns view holds are the engine's own, not views: they stay valid until returned. */
export interface ColumnAggregator {
  /** Takes over the group; returns the groups that are complete now. */
  add(group: HeldGroup): readonly HeldGroup[]
  /** Returns everything it holds. */
  flush(): readonly HeldGroup[]
}

/** A group in an aggregator's hands, with events of any kind. */
export interface HeldGroup {
  readonly info: GroupInfo
  /** Number of events of all kinds. */
  readonly length: number
  /** Approximate bytes. */
  readonly size: number
  /** Moves the events of `other` to the end of this group; `other` is used up. */
  take(other: HeldGroup): void
  /** Cuts off the first `count` events as a group of their own with its own copy of the tags. */
  split(count: number): HeldGroup
}

/** One group for a flusher: its rows, and all its events as v2 views for kinds other than logs. */
export interface ColumnFlushGroup {
  readonly columns: ColumnGroup
  readonly events: EventGroup
}

export interface ColumnFlusher {
  readonly work?: readonly ColumnWork[]
  /** Delivers all of the groups; resolves when they are taken for good. The groups are read-only. */
  write(groups: readonly ColumnFlushGroup[]): Promise<void>
}
