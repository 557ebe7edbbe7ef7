import type { Event } from './models/event.ts'
import type { EventGroup, EventGroupInit, GroupInfo } from './models/group.ts'
import type { Log, LogInit } from './models/log-v1.ts'

/** Values that a v1 log's pairs are made of. */
export type Fields = Readonly<Record<string, string>>

/**
 * What travels with a v1 log to `aggregator.add`. Known keys: `source` (logs of one source keep their order), `topic`,
 * `tags` (become tags of the group).
 */
export interface LogContext {
  readonly source?: string
  readonly topic?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

/** Delivery, as every collector offers it. Delivery is counted by the engine; these only look at it. */
export interface Delivery {
  /**
   * Stores `value` under `key` once everything this input has collected so far was delivered. Later values of the same
   * key replace earlier ones that were not stored yet. Never blocks; read it back with `context.checkpoints.get`.
   */
  checkpoint(key: string, value: Uint8Array | string): void
  /**
   * Resolves when everything this input has collected so far was delivered, and asks the pipeline to flush now. For
   * inputs that answer a request. Rejects when the pipeline stops before that.
   */
  delivered(): Promise<void>
}

/**
 * Takes logs from a v1 input. Each method resolves when the pipeline has room: await it, that is the back-pressure.
 * Calls that are not awaited are bounded too and finally throw `COLLECTOR_OVERRUN`. `time` is whole seconds since the
 * epoch; without it the log gets the current second. Pairs are written in the order tags, then fields.
 */
export interface Collector extends Delivery {
  addData(tags: Fields, fields: Fields, time?: number): Promise<void>
  /** Column names and values of equal length; anything else throws `COLLECTOR_COLUMNS_UNEQUAL`. */
  addDataArray(
    tags: Fields,
    columns: readonly string[],
    values: readonly string[],
    time?: number,
  ): Promise<void>
  addRawLog(log: LogInit | Log): Promise<void>
  addDataWithContext(
    tags: Fields,
    fields: Fields,
    context: LogContext,
    time?: number,
  ): Promise<void>
  addDataArrayWithContext(
    tags: Fields,
    columns: readonly string[],
    values: readonly string[],
    context: LogContext,
    time?: number,
  ): Promise<void>
  addRawLogWithContext(log: LogInit | Log, context: LogContext): Promise<void>
}

/**
 * Takes events from v2 plugins. In an input each `collect` is a hand-over to the pipeline: await it, that is the
 * back-pressure. In a processor or aggregator it resolves at once and what was collected is the call's result.
 */
export interface PipelineCollector {
  /** Events to travel under `info`. Without events nothing happens. Views of the running call may be passed on. */
  collect(info: GroupInfo, ...events: readonly Event[]): Promise<void>
  collectList(...groups: readonly (EventGroup | EventGroupInit)[]): Promise<void>
  /** Takes back what was collected and has not been taken by the engine yet; it then counts as filtered. */
  toArray(): EventGroupInit[]
  /** What is collected from now on, instead of the engine getting it; ends with `close` or the pipeline. */
  observe(): AsyncIterable<EventGroupInit>
  /** Refuses whatever is collected afterwards with `COLLECTOR_CLOSED`. */
  close(): void
}

/** The collector of a v2 input. */
export interface InputCollector extends PipelineCollector, Delivery {}

/** What a v2 method is given besides its data. */
export interface PipelineContext<Collecting extends PipelineCollector = PipelineCollector> {
  readonly collector: Collecting
}
