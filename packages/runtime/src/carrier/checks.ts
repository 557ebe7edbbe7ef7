import type { Event, GroupInfo, LogContent, LogGroup, LogInit, LogValue } from '@sluice/plugin'
import { badResult, describe } from './named-error.ts'

/** Deepest nesting of a typed value: every writer of JSON can follow it, and a value that holds itself is found out. */
const DEEPEST = 100
const LATEST_SECOND = 0xffff_ffff

/** A flat log from outside, or a named error. */
export function checkedLog(plugin: string, log: unknown): LogInit {
  if (typeof log !== 'object' || log === null) {
    throw badResult(plugin, describe(log), 'a log { time, contents }')
  }
  const { time, contents } = log as Partial<LogInit>
  if (typeof time !== 'number' || !(time >= 0 && time <= LATEST_SECOND)) {
    const found = typeof time === 'number' ? `a log with the time ${time}` : 'a log without a time'
    throw badResult(plugin, found, 'a time in whole seconds since the epoch (0 means now)')
  }
  checkedContents(plugin, contents)
  return log as LogInit
}

/** The pairs of a flat log from outside, or a named error. */
export function checkedContents(plugin: string, contents: unknown): readonly LogContent[] {
  if (!Array.isArray(contents)) {
    throw badResult(plugin, 'a log without contents', 'an array of { key, value }')
  }
  for (const pair of contents as unknown[]) {
    const { key, value } = (pair ?? {}) as Partial<LogContent>
    if (typeof key === 'string' && typeof value === 'string') continue
    const found = `a log whose pair has ${describe(key)} as key and ${describe(value)} as value`
    throw badResult(plugin, found, 'a pair of two strings')
  }
  return contents as LogContent[]
}

/** A group of flat logs from outside, or a named error. */
export function checkedLogGroup(
  plugin: string,
  found: unknown,
): Pick<LogGroup, 'tags' | 'topic' | 'source'> & { readonly logs: readonly LogInit[] } {
  const { logs, tags = [], topic = '', source = '' } = (found ?? {}) as Partial<LogGroup>
  if (!Array.isArray(logs) || !Array.isArray(tags)) {
    throw badResult(plugin, describe(found), 'a log group { logs, tags, topic, source }')
  }
  checkedContents(plugin, tags)
  return { logs: logs.map((log: unknown) => checkedLog(plugin, log)), tags, topic, source }
}

/** A typed value from outside that can be written as JSON, or a named error. */
export function checkedValue(plugin: string, value: LogValue): LogValue {
  if (typeof value !== 'string') checkValue(plugin, value, 0)
  return value
}

function checkValue(plugin: string, value: unknown, depth: number): void {
  if (typeof value !== 'object') {
    if (['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return
    if (value === undefined && depth > 0) return
    throw badResult(plugin, `${describe(value)} as the value of a field`, 'text, a number or JSON')
  }
  if (value === null || value instanceof Uint8Array) return
  if (depth === DEEPEST) {
    throw badResult(plugin, `a value nested more than ${DEEPEST} deep`, 'a shallower one')
  }
  const isPlain =
    Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
  if (!isPlain) {
    throw badResult(plugin, `${describe(value)} as the value of a field`, 'text, a number or JSON')
  }
  for (const item of Object.values(value)) checkValue(plugin, item, depth + 1)
}

const KINDS: ReadonlySet<unknown> = new Set(['log', 'metric', 'span', 'raw'])

/** An event from outside, or a named error. */
export function checkedEvent(plugin: string, event: unknown): Event {
  const isEvent =
    typeof event === 'object' &&
    event !== null &&
    KINDS.has((event as Partial<Event>).kind) &&
    typeof (event as Partial<Event>).keep === 'function'
  if (!isEvent) throw badResult(plugin, describe(event), 'an event, such as log() makes,')
  return event as Event
}

/** What a group of a plugin's making shares, or a named error. */
export function checkedInfo(plugin: string, info: unknown): GroupInfo {
  const { tags, metadata } = (info ?? {}) as Partial<GroupInfo>
  for (const pairs of [tags, metadata] as readonly unknown[]) {
    const isIterable = typeof pairs === 'object' && pairs !== null && Symbol.iterator in pairs
    if (!isIterable)
      throw badResult(plugin, `${describe(info)} as a group's info`, 'what group() makes')
    for (const [key, value] of pairs as Iterable<readonly [unknown, unknown]>) {
      if (typeof key === 'string' && typeof value === 'string') continue
      throw badResult(plugin, `a tag that is ${describe(value)}`, 'a string')
    }
  }
  return info as GroupInfo
}
