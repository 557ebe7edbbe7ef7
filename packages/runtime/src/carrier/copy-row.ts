import { KeyValues, type LogEvent, type LogInit } from '@sluice/plugin'
import { SLAB_SIZE } from '@sluice/plugin/columns'
import { checkedValue } from './checks.ts'
import { LogEventView } from './log-event-view.ts'
import { FORM_BYTES, type LogExtras, type LogTable, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'
import { fromNanoseconds } from './nanoseconds.ts'

/** Copies a row with its bytes and values into another table, or the same; returns the new row. */
export function copyRow(from: LogTable, row: number, to: LogTable): number {
  const at = row * ROW_STRIDE
  const { rows } = from
  const copy = to.addRow(rows[at + 3] as number, rows[at + 4] as number)
  const first = rows[at] as number
  for (let run = first; run < first + (rows[at + 1] as number); run++) copyRun(from, run, to, copy)
  const extras = rows[at + 5] as number
  if (extras !== -1) to.setExtras(copy, from.extras[extras] as LogExtras)
  return copy
}

/** Bytes stay bytes while the slab has room; what does not fit becomes text. */
function copyRun(from: LogTable, run: number, to: LogTable, row: number): void {
  const place = run * RUN_STRIDE
  const name = from.keys[from.runs[place] as number] as string
  const key = to.key(name)
  const offset = from.runs[place + 2] as number
  const length = from.runs[place + 3] as number
  if (from === to) to.appendCopy(row, key, run)
  else if (from.runs[place + 1] !== FORM_BYTES || to.used + length > SLAB_SIZE) {
    to.appendValue(row, key, from.value(run))
  } else {
    from.slab.copy(to.reserve(length), 0, offset, offset + length)
    to.append(row, key, FORM_BYTES, to.commit(length), length)
  }
}

/** Makes a row of a log event: a view of the same table gives its own row, everything else is copied. */
export function importLog(plugin: string, table: LogTable, event: LogEvent): number {
  if (event instanceof LogEventView) {
    event.checkLive()
    return event.table === table ? event.row : copyRow(event.table, event.row, table)
  }
  const { seconds, nanos } = fromNanoseconds(event.timestamp)
  const row = table.addRow(seconds, nanos)
  for (const [key, value] of event.entries()) {
    table.appendValue(row, table.key(key), checkedValue(plugin, value))
  }
  const extras = extrasOf(event)
  if (extras !== undefined) table.setExtras(row, extras)
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
  const ownTags = tags.size === 0 ? undefined : new KeyValues(tags)
  return { name, level, traceId, spanId, tags: ownTags, observedTimestamp, offset, rawSize }
}
