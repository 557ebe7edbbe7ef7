import type { Event, EventGroup, EventKind, LogGroup } from '@sluice/plugin'
import { EventGroupView } from './event-group-view.ts'
import { viewOther } from './event-view.ts'
import { flattenEvent } from './flatten-event.ts'
import type { Group } from './group.ts'
import { KeptLog } from './kept-log.ts'
import type { Lease } from './lease.ts'
import { LogEventView } from './log-event-view.ts'
import { LogView } from './log-view.ts'

/** Metadata keys that hold what a v1 log group has besides tags. */
export const TOPIC_KEY = '__topic__'
export const SOURCE_KEY = '__source__'

/** Views of the events of the given kinds, in order. */
export function eventViews(group: Group, lease: Lease, kinds?: ReadonlySet<EventKind>): Event[] {
  const events: Event[] = []
  const logs = kinds?.has('log') !== false
  group.each(
    (row) => logs && events.push(new LogEventView(group.table, row, lease)),
    (event) => kinds?.has(event.kind) !== false && events.push(viewOther(event, lease)),
  )
  return events
}

export function viewEventGroup(
  group: Group,
  lease: Lease,
  kinds?: ReadonlySet<EventKind>,
): EventGroup {
  return new EventGroupView(group.info, lease, () => eventViews(group, lease, kinds))
}

export function viewLogs(group: Group, lease: Lease): LogView[] {
  return Array.from(
    { length: group.length },
    (_, position) => new LogView(group.table, group.rowAt(position), lease),
  )
}

/** A group for a v1 flusher. Events that are no logs are written as logs, so that none is dropped. */
export function viewLogGroup(group: Group, lease: Lease): LogGroup {
  const { tags, metadata } = group.info
  let logs: LogGroup['logs'] | undefined
  return {
    get logs() {
      lease.check()
      logs ??= logsInOrder(group, lease)
      return logs
    },
    tags: [...tags].map(([key, value]) => ({ key, value })),
    topic: metadata.get(TOPIC_KEY) ?? '',
    source: metadata.get(SOURCE_KEY) ?? '',
    category: '',
    machineUuid: '',
  }
}

function logsInOrder(group: Group, lease: Lease): LogGroup['logs'] {
  const logs: (LogView | KeptLog)[] = []
  group.each(
    (row) => logs.push(new LogView(group.table, row, lease)),
    (event) => logs.push(...flattenEvent(event).map((flat) => new KeptLog(flat))),
  )
  return logs
}
