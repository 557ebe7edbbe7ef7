import type { Awaitable } from '../awaitable.ts'
import type { LogContext, PipelineContext } from '../collector.ts'
import type { ColumnAggregator } from '../columns/facets.ts'
import type { PluginContext } from '../context.ts'
import type { EventGroup, EventGroupInit } from '../models/group.ts'
import type { Log, LogGroup } from '../models/log-v1.ts'
import type { AtLeastOne, Stoppable } from './facets.ts'

/** Where a v1 aggregator puts groups that are full before the next flush. */
export interface LogGroupQueue {
  /** Takes the group if there is room; false means full. An empty group is taken and ignored. */
  add(group: LogGroup): boolean
  /** As `add`, but waits up to `milliseconds` for room. */
  addWithWait(group: LogGroup, milliseconds: number): Promise<boolean>
}

/** The context of an aggregator. */
export interface AggregatorContext extends PluginContext {
  readonly queue: LogGroupQueue
}

export interface AggregatorV1 {
  /** Takes one log, which is kept: it stays valid. Returning false means "full": the engine offers it again later. */
  add(log: Log, context: LogContext): Awaitable<void | boolean>
  /** Everything that is to leave now. Called at the interval, after `idle`, and at the end. */
  flush(): Awaitable<readonly LogGroup[]>
}

export interface AggregatorV2 {
  /** Takes a group of kept events. Returning false means "full": the engine offers it again later. */
  record(group: EventGroup, context: PipelineContext): Awaitable<void | boolean>
  /** Returns or collects everything that is to leave now. Called as `flush` of v1. */
  getResult(
    context: PipelineContext,
  ): Awaitable<void | EventGroup | EventGroupInit | readonly (EventGroup | EventGroupInit)[]>
}

export interface AggregatorFacets {
  readonly v1: AggregatorV1
  readonly v2: AggregatorV2
  /** Experimental. */
  readonly columns: ColumnAggregator
}

/** What `setup` of an aggregator returns. */
export type Aggregator = AtLeastOne<AggregatorFacets> &
  Stoppable & {
    /** Milliseconds between flushes; overrides `global.AggregatIntervalMs`. */
    readonly interval?: number
    /** Milliseconds without input after which it is flushed early. Default: only the interval counts. */
    readonly idle?: number
    /** Forgets everything; called before the instance is used again. */
    reset?(): void
  }
