/** One pair of a v1 log. */
export interface LogContent {
  key: string
  value: string
}

/**
 * A flat log as v1 plugins make it: whole seconds and ordered pairs, keys possibly repeated. Any object of this shape
 * can be added to a collector or returned from `processLogs`; the engine copies it.
 */
export interface LogInit {
  /** Whole seconds since the epoch; 0 means "now" when the log reaches aggregation. */
  readonly time: number
  /** Nanoseconds within the second. */
  readonly timeNs?: number
  readonly contents: readonly Readonly<LogContent>[]
}

/**
 * A flat log as v1 plugins receive it: a view, valid until the call it was given to settles (then `EVENT_EXPIRED`).
 * Values that are not text read as their JSON text.
 *
 * `contents` is a real array, made on first touch and written back when the call settles if it changed. The accessor
 * methods never make it and are much cheaper; do not mix both on one log in one call: once the array exists it wins.
 */
export interface Log {
  /** Whole seconds since the epoch. */
  time: number
  /** Nanoseconds within the second. */
  timeNs: number
  contents: LogContent[]
  /** Number of pairs, duplicates counted. */
  readonly length: number
  has(key: string): boolean
  /** The value of the last pair with this key. */
  get(key: string): string | undefined
  /** Replaces the value of the last pair with this key, or appends one. */
  set(key: string, value: string): void
  /** Adds a pair at the end, even if the key exists. */
  append(key: string, value: string): void
  /** Removes every pair with this key; tells whether there was one. */
  delete(key: string): boolean
  /** Renames every pair with this key in place; tells whether there was one. */
  rename(from: string, to: string): boolean
  /** A copy on the heap that stays valid. */
  keep(): Log
}

/** A tag of a v1 group. */
export interface LogTag {
  readonly key: string
  readonly value: string
}

/** Logs that leave together, as v1 flushers and aggregators see them. */
export interface LogGroup {
  readonly logs: readonly (Log | LogInit)[]
  readonly tags: readonly LogTag[]
  readonly topic: string
  readonly source: string
  readonly category: string
  readonly machineUuid: string
}
