import { group as makeInfo, type EventGroup, type EventGroupInit } from '@sluice/plugin'
import { checkedEvent, checkedInfo, checkedLog } from '../carrier/checks.ts'
import { copyRow, importFlatLog, importLog } from '../carrier/copy-row.ts'
import { EventList } from '../carrier/event-list.ts'
import { importOther } from '../carrier/event-view.ts'
import type { Group } from '../carrier/group.ts'
import { LogView } from '../carrier/log-view.ts'
import { badResult, describe } from '../carrier/named-error.ts'

/** Whatever a v2 call may return, as a list. */
export function toGroupList(
  plugin: string,
  result: unknown,
): readonly (EventGroup | EventGroupInit)[] {
  if (result === undefined) return []
  const groups = Array.isArray(result) ? (result as unknown[]) : [result]
  for (const found of groups) {
    const events = typeof found === 'object' && found !== null && (found as EventGroupInit).events
    if (Array.isArray(events)) continue
    throw badResult(plugin, describe(found), 'an event group { info, events }')
  }
  return groups as (EventGroup | EventGroupInit)[]
}

/**
 * Groups made of what a plugin returned for `origin`. Views of the origin become its rows again, everything else is
 * copied in; an event that comes twice is copied so that the two can differ later.
 */
export function groupsOfResults(
  plugin: string,
  origin: Group,
  results: readonly (EventGroup | EventGroupInit)[],
): Group[] {
  const seen = new Set<unknown>()
  const lists = results.map(({ info, events }) => {
    const list = new EventList()
    for (const found of events) {
      const event = checkedEvent(plugin, found)
      if (event.kind === 'log') {
        list.addRow(ownRow(origin, importLog(plugin, origin.table, event), seen))
      } else {
        const own = importOther(event)
        list.addOther(seen.has(own) ? own.keep() : own)
        seen.add(own)
      }
    }
    const { tags, metadata } = checkedInfo(plugin, info)
    return { list, info: makeInfo(tags, metadata) }
  })
  // Nothing can fail from here on, so no reference to a source is lost.
  return lists
    .filter(({ list }) => list.length > 0)
    .map(({ list, info }) => origin.derive(list, info))
}

/** Table rows of what a v1 plugin returned for `origin`. */
export function rowsOfLogs(plugin: string, origin: Group, result: unknown): number[] {
  if (!Array.isArray(result)) throw badResult(plugin, describe(result), 'an array of logs')
  const seen = new Set<unknown>()
  return result.map((log: unknown) => {
    if (log instanceof LogView && log.table === origin.table) {
      log.checkLive()
      return ownRow(origin, log.row, seen)
    }
    return importFlatLog(origin.table, checkedLog(plugin, log))
  })
}

function ownRow({ table }: Group, row: number, seen: Set<unknown>): number {
  if (seen.has(row)) return copyRow(table, row, table)
  seen.add(row)
  return row
}
