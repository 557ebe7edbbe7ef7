import type { ColumnFlusher } from '../columns/facets.ts'
import type { EventGroup } from '../models/group.ts'
import type { LogGroup } from '../models/log-v1.ts'
import type { AtLeastOne, Stoppable } from './facets.ts'

/** Where v1 data is addressed to. `project` and `logstore` are empty unless a router sets them. */
export interface Destination {
  readonly project: string
  readonly logstore: string
  readonly configName: string
}

export interface FlusherV1 {
  /**
   * Delivers all of the groups; resolves when the destination has taken them for good. A throw means that nothing is
   * certain: the same batch comes again after a back-off, until it succeeds or the pipeline stops. Throw a
   * `PermanentError` when trying again cannot help.
   */
  flush(destination: Destination, groups: readonly LogGroup[]): void | PromiseLike<void>
}

export interface FlusherV2 {
  /** As `flush`, for typed events. The groups are read-only views. */
  export(
    groups: readonly EventGroup[],
    context: { readonly destination: Destination },
  ): void | PromiseLike<void>
}

export interface FlusherFacets {
  readonly v1: FlusherV1
  readonly v2: FlusherV2
  /** Experimental. */
  readonly columns: ColumnFlusher
}

/** What `setup` of a flusher returns. */
export type Flusher = AtLeastOne<FlusherFacets> &
  Stoppable & {
    /** Opens connections and files; called once before the first batch. A throw is retried like a failed batch. */
    start?(): void | PromiseLike<void>
    /** Asked before each batch; false postpones it. Without it the flusher is always ready. */
    isReady?(destination: Destination): boolean
    /** True: the pipeline is going away for good, deliver quickly; false: it comes back. */
    setUrgent?(urgent: boolean): void
  }
