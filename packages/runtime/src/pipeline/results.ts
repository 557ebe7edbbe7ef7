import { group as makeInfo, type Event, type EventGroup, type EventGroupInit, type LogInit } from '@sluice/plugin'
import { copyRow, importFlatLog, importLog } from '../carrier/copy-row.ts'
import type { Group, OtherEvent, PlacedEvent } from '../carrier/group.ts'
import { LogEventView } from '../carrier/log-event-view.ts'
import { LogView } from '../carrier/log-view.ts'
import { badResult, describe } from './named-error.ts'

/** Whatever a v2 call may return, as a list. */
export function toGroupList(plugin: string, result: unknown): readonly (EventGroup | EventGroupInit)[] {
  if (result === undefined) return []
  const groups = Array.isArray(result) ? (result as unknown[]) : [result]
  for (const found of groups) {
    if (isGroup(found)) continue
    throw badResult(plugin, describe(found), 'an event group { info, events }')
  }
  return groups as (EventGroup | EventGroupInit)[]
}

function isGroup(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { info, events } = value as Partial<EventGroupInit>
  return typeof info === 'object' && typeof info.tags?.merge === 'function' && Array.isArray(events)
}

/**
 * A group made of what a plugin returned for `origin`. Views of the origin become its rows again, everything else is
 * copied in; an event that comes twice is copied so that the two can differ later.
 */
export function groupOfEvents(plugin: string, origin: Group, result: EventGroup | EventGroupInit): Group {
  const rows: number[] = []
  const others: PlacedEvent[] = []
  const seen = new Set<unknown>()
  for (const event of result.events as readonly unknown[]) {
    if (!isEvent(event)) throw badResult(plugin, describe(event), 'an event')
    if (event.kind === 'log') {
      rows.push(rowOf(origin, event, seen))
    } else {
      others.push({ at: rows.length, event: seen.has(event) ? (event.keep() as OtherEvent) : event })
      seen.add(event)
    }
  }
  return origin.derive(rows, others, makeInfo(result.info.tags, result.info.metadata))
}

function rowOf(origin: Group, event: Extract<Event, { kind: 'log' }>, seen: Set<unknown>): number {
  const row = importLog(origin.table, event)
  if (!(event instanceof LogEventView) || event.table !== origin.table) return row
  if (seen.has(row)) return copyRow(origin.table, row, origin.table)
  seen.add(row)
  return row
}

/** Table rows of what a v1 plugin returned for `origin`. */
export function rowsOfLogs(plugin: string, origin: Group, result: unknown): number[] {
  if (!Array.isArray(result)) throw badResult(plugin, describe(result), 'an array of logs')
  const seen = new Set<number>()
  return result.map((log: unknown) => {
    if (log instanceof LogView && log.table === origin.table) {
      const row = seen.has(log.row) ? copyRow(origin.table, log.row, origin.table) : log.row
      seen.add(row)
      return row
    }
    return importFlatLog(origin.table, checkedLog(plugin, log))
  })
}

/** A flat log from outside, or a named error. */
export function checkedLog(plugin: string, log: unknown): LogInit {
  if (typeof log !== 'object' || log === null) throw badResult(plugin, describe(log), 'a log { time, contents }')
  const { time, contents } = log as Partial<LogInit>
  if (typeof time !== 'number' || !Number.isFinite(time) || time < 0) {
    throw badResult(plugin, 'a log without a time', 'whole seconds since the epoch (0 means now)')
  }
  if (!Array.isArray(contents)) throw badResult(plugin, 'a log without contents', 'an array of { key, value }')
  for (const pair of contents as unknown[]) {
    const { key, value } = (pair ?? {}) as Partial<LogInit['contents'][number]>
    if (typeof key === 'string' && typeof value === 'string') continue
    throw badResult(plugin, `a log whose pair has ${describe(key)} as key and ${describe(value)} as value`, 'two strings')
  }
  return log as LogInit
}

const KINDS: ReadonlySet<unknown> = new Set(['log', 'metric', 'span', 'raw'])

function isEvent(event: unknown): event is Event {
  return typeof event === 'object' && event !== null && 'kind' in event && KINDS.has(event.kind)
}
