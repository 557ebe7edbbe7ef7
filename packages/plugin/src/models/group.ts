import type { Event, Tags } from './event.ts'
import { KeyValues } from './key-values.ts'
import type { LogEvent } from './log-event.ts'

/** What the events of a group share. Tags are output with the events, metadata is for plugins only. */
export interface GroupInfo {
  readonly tags: Tags
  readonly metadata: KeyValues<string>
}

/** Makes the shared part of a group: `group({ host: 'a' })`. */
export function group(
  tags?: Readonly<Record<string, string>> | Tags,
  metadata?: Readonly<Record<string, string>> | KeyValues<string>,
): GroupInfo {
  return { tags: new KeyValues(tags), metadata: new KeyValues(metadata) }
}

/**
 * Events that travel together, as v2 plugins see them. A group received from the engine is a view: valid until the
 * call it was given to settles.
 */
export interface EventGroup extends GroupInfo {
  /** The shared part, to collect other events under: `collector.collect(group.info, …)`. */
  readonly info: GroupInfo
  readonly length: number
  /** Views of the events in order. The array is made on first use and belongs to the caller; the events do not. */
  readonly events: readonly Event[]
  /** The log events in order, one view at a time: cheaper than `events`. */
  logs(): IterableIterator<LogEvent>
  /** The same group with only the events for which `predicate` says true, in order. What it leaves out was filtered. */
  filter(predicate: (event: Event) => boolean): EventGroup
}

/** A group of one's own making, for `collectList`: any object of this shape will do. */
export interface EventGroupInit {
  readonly info: GroupInfo
  readonly events: readonly Event[]
}
