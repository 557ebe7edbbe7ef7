import type { Awaitable } from '../awaitable.ts'
import type { PipelineContext } from '../collector.ts'
import type { ColumnProcessor } from '../columns/facets.ts'
import type { EventGroup, EventGroupInit } from '../models/group.ts'
import type { Log, LogInit } from '../models/log-v1.ts'
import type { AtLeastOne, Stoppable } from './facets.ts'

export interface ProcessorV1 {
  /**
   * Returns the surviving, changed or new logs in their order; what is left out was filtered. Events that are not logs
   * pass by in place. The array is the callee's to change. A throw undoes the call's changes and is tried again by
   * halves down to the single event, which follows `OnError`.
   */
  processLogs(logs: Log[]): Awaitable<readonly (Log | LogInit)[]>
}

export interface ProcessorV2 {
  /**
   * What it returns and what it collects is the result, in that order; what is in neither was filtered. Only events of
   * the kinds the definition declares are in the group, the others pass by. A throw is treated as in v1.
   */
  process(
    group: EventGroup,
    context: PipelineContext,
  ): Awaitable<void | EventGroup | EventGroupInit | readonly (EventGroup | EventGroupInit)[]>
}

export interface ProcessorFacets {
  readonly v1: ProcessorV1
  readonly v2: ProcessorV2
  /** Experimental. */
  readonly columns: ColumnProcessor
}

/** What `setup` of a processor returns. */
export type Processor = AtLeastOne<ProcessorFacets> & Stoppable
