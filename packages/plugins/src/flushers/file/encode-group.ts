import type { Event, MetricEvent, SpanEvent } from '@sluice/plugin'
import type { ColumnFlushGroup } from '@sluice/plugin/columns'
import {
  contentFields,
  jsonBytes,
  type JsonFields,
  jsonNumber,
  jsonObject,
  secondsOf,
  tagFields,
  valueFields,
} from '../../shared/json-fields.ts'
import { spanDetailFields, spanIdFields, spanTimeFields } from '../../shared/span-fields.ts'

/** The events of a group as JSON lines; `now` (seconds) is the time of events that have none of their own. */
export function encodeGroup(
  { columns, events }: ColumnFlushGroup,
  now: number,
): readonly Uint8Array[] {
  if (columns.length === events.length) {
    return columns.encodeJson({ tags: true, time: 'number-first' })
  }
  const tags = tagFields(events.tags)
  const lines = events.events.map((event) => {
    const fields = eventFields(event)
    if (fields === undefined) return ''
    const time = String(secondsOf(event) ?? now)
    return `${jsonObject([...tags, ['__time__', time], ...fields])}\n`
  })
  return [Buffer.from(lines.join(''))]
}

/** What of an event stands behind tags and time; `undefined` for an event that holds nothing. */
function eventFields(event: Event): JsonFields | undefined {
  switch (event.kind) {
    case 'log':
      return event.length === 0 ? undefined : contentFields(event)
    case 'metric':
      return metricFields(event)
    case 'span':
      return spanFields(event)
    case 'raw':
      return event.bytes.byteLength === 0 ? undefined : [['content', jsonBytes(event.bytes)]]
  }
}

function metricFields(metric: MetricEvent): JsonFields | undefined {
  const single = typeof metric.value === 'number' ? jsonNumber(metric.value) : undefined
  const named = valueFields(metric)
  if (single === undefined && named.length === 0) return undefined
  const fields = [
    ['__labels__', jsonObject(tagFields(metric.tags))],
    ['__name__', JSON.stringify(metric.name)],
    ['__value__', single ?? jsonObject(named)],
  ] as const
  // A number beside values that are none: rare, and nothing may be lost.
  if (single !== undefined && named.length > 0)
    return [...fields, ['__values__', jsonObject(named)]]
  return fields
}

function spanFields(span: SpanEvent): JsonFields {
  return [
    ...spanIdFields(span),
    ['spanName', JSON.stringify(span.name)],
    ...spanTimeFields(span),
    ['duration', String(span.endTime - span.startTime)],
    ['attributes', jsonObject(tagFields(span.tags))],
    ['scope', '{}'],
    ...spanDetailFields(span),
  ]
}
