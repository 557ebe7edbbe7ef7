import type { Collector, InputCollector, PipelineContext } from '../collector.ts'
import type { ColumnServiceInput } from '../columns/facets.ts'
import type { AtLeastOne, Stoppable } from './facets.ts'

export interface ServiceInputV1 {
  /**
   * Runs the input until `signal` aborts. The promise is its life: resolved = ended, rejected = failed (the pipeline
   * starts it again with back-off). Called once per start, after everything behind it is running. Collect with `await`.
   */
  start(collector: Collector, signal: AbortSignal): void | PromiseLike<void>
}

export interface ServiceInputV2 {
  /** As `start` of v1, for typed events. */
  startService(
    context: PipelineContext<InputCollector>,
    signal: AbortSignal,
  ): void | PromiseLike<void>
}

export interface ServiceInputFacets {
  readonly v1: ServiceInputV1
  readonly v2: ServiceInputV2
  /** Experimental. */
  readonly columns: ColumnServiceInput
}

/** What `setup` of a service input returns. */
export type ServiceInput = AtLeastOne<ServiceInputFacets> &
  Stoppable & {
    /** Called after `stop` when the pipeline is removed for good: not on reload, process exit or a stop that timed out. */
    onPipelineRemoved?(): void | PromiseLike<void>
  }
