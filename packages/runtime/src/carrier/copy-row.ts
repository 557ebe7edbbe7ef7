import type { LogEvent, LogInit } from '@sluice/plugin'
import { LogEventView } from './log-event-view.ts'
import { FORM_BYTES, type LogExtras, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'
import { fromNanoseconds } from './nanoseconds.ts'

/** Copies a row with its bytes and values into another table; returns the new row. */
export function copyRow(from: LogTable, row: number, to: LogTable): number {
  const at = row * ROW_STRIDE
  const { rows, runs } = from
  const copy = to.addRow(rows[at + 3] as number, rows[at + 4] as number)
  const first = rows[at] as number
  for (let run = first; run < first + (rows[at + 1] as number); run++) {
    const place = run * RUN_STRIDE
    const key = to.key(from.keys[runs[place] as number] as string)
    const a = runs[place + 2] as number
    const length = runs[place + 3] as number
    if (runs[place + 1] !== FORM_BYTES) to.appendValue(copy, key, from.values[a] as string)
    else to.append(copy, key, FORM_BYTES, copyBytes(from, a, length, to), length)
  }
  const extras = rows[at + 5] as number
  if (extras !== -1) to.rows[copy * ROW_STRIDE + 5] = to.extras.push(from.extras[extras] as LogExtras) - 1
  return copy
}

function copyBytes(from: LogTable, offset: number, length: number, to: LogTable): number {
  from.slab.copy(to.reserve(length), 0, offset, offset + length)
  return to.commit(length)
}

/** Makes a row of a log event: a view of the same table gives its own row, everything else is copied. */
export function importLog(table: LogTable, event: LogEvent): number {
  if (event instanceof LogEventView) {
    return event.table === table ? event.row : copyRow(event.table, event.row, table)
  }
  const { seconds, nanos } = fromNanoseconds(event.timestamp)
  const row = table.addRow(seconds, nanos)
  for (const [key, value] of event.entries()) table.appendValue(row, table.key(key), value)
  const extras = extrasOf(event)
  if (extras !== undefined) table.rows[row * ROW_STRIDE + 5] = table.extras.push(extras) - 1
  return row
}

/** Makes a row of a flat log. */
export function importFlatLog(table: LogTable, log: LogInit): number {
  const row = table.addRow(log.time, log.timeNs ?? 0)
  for (const { key, value } of log.contents) table.appendValue(row, table.key(key), value)
  return row
}

function extrasOf(event: LogEvent): LogExtras | undefined {
  const { name, level, traceId, spanId, tags, observedTimestamp, offset, rawSize } = event
  const plain = name === '' && level === '' && traceId === '' && spanId === '' && tags.size === 0
  if (plain && observedTimestamp === 0n && offset === 0 && rawSize === 0) return undefined
  return { name, level, traceId, spanId, tags: tags.size === 0 ? undefined : tags, observedTimestamp, offset, rawSize }
}
