import { type Event, type GroupInfo, log, type LogEvent, type LogValue } from '@sluice/plugin'

/** A log as tests compare it. */
export interface LogSnapshot {
  readonly kind: 'log'
  /** Whole seconds since the epoch. */
  readonly time: number
  readonly contents: readonly (readonly [string, LogValue])[]
}

/** An event as tests compare it: logs as plain data, the others as they are. */
export type EventSnapshot = LogSnapshot | Exclude<Event, LogEvent>

/** A group as tests compare it. */
export interface GroupSnapshot {
  readonly tags: Readonly<Record<string, string>>
  readonly metadata: Readonly<Record<string, string>>
  readonly events: readonly EventSnapshot[]
}

/** What a test may give as an event: plain fields become a log. */
export type EventLike = Event | Readonly<Record<string, LogValue>>

export function snapshotEvent(event: Event): EventSnapshot {
  if (event.kind !== 'log') return event.keep()
  return {
    kind: 'log',
    time: Number(event.timestamp / 1_000_000_000n),
    contents: [...event.entries()],
  }
}

export function snapshotGroup(
  { tags, metadata }: GroupInfo,
  events: readonly Event[],
): GroupSnapshot {
  return { tags: tags.toJSON(), metadata: metadata.toJSON(), events: events.map(snapshotEvent) }
}

/** Logs as objects of field to value, the last of equal keys winning; other kinds are left out. */
export function asRecords(events: readonly EventSnapshot[]): Readonly<Record<string, LogValue>>[] {
  return events
    .filter((event) => event.kind === 'log')
    .map(({ contents }) => Object.fromEntries(contents))
}

const KINDS: ReadonlySet<unknown> = new Set(['log', 'metric', 'span', 'raw'])

export function toEvent(like: EventLike): Event {
  if ('keep' in like && KINDS.has(like['kind'])) return like as Event
  return log({ contents: like as Readonly<Record<string, LogValue>> })
}
