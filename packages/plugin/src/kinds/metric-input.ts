import type { Collector, InputCollector, PipelineContext } from '../collector.ts'
import type { AtLeastOne, Stoppable } from './facets.ts'

export interface MetricInputV1 {
  /** Reads once. Never called while the previous call runs. A throw is logged and counted; the next poll comes as usual. */
  collect(collector: Collector): void | PromiseLike<void>
}

export interface MetricInputV2 {
  /** As `collect`, for typed events. */
  read(context: PipelineContext<InputCollector>): void | PromiseLike<void>
}

export interface MetricInputFacets {
  readonly v1: MetricInputV1
  readonly v2: MetricInputV2
}

/** What `setup` of a metric input returns. */
export type MetricInput = AtLeastOne<MetricInputFacets> &
  Stoppable & {
    /** Milliseconds between polls; overrides the options `IntervalMs` and `global.InputIntervalMs`. */
    readonly interval?: number
  }
