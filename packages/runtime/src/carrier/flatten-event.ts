import type { LogContent, LogInit, MetricEvent, SpanEvent } from '@sluice/plugin'
import { valueToText } from '@sluice/plugin'
import type { OtherEvent } from './event-list.ts'
import { fromNanoseconds } from './nanoseconds.ts'

/**
 * Metrics, spans and raw bytes as flat logs, in the shape iLogtail gives them for outputs that know logs only: a metric
 * becomes one log per value with `__name__`, `__labels__`, `__time_nano__` and `__value__`.
 */
export function flattenEvent(event: OtherEvent): LogInit[] {
  if (event.kind === 'metric') return flattenMetric(event)
  if (event.kind === 'span') return [flattenSpan(event)]
  return [{ time: 0, contents: [{ key: 'content', value: Buffer.from(event.bytes).toString() }] }]
}

function flattenMetric(metric: MetricEvent): LogInit[] {
  const { seconds, nanos } = fromNanoseconds(metric.timestamp)
  const labels = metric.tags.sorted().map(([key, value]) => `${key}#$#${value}`)
  const record = (name: string, value: string): LogInit => ({
    time: seconds,
    timeNs: nanos,
    contents: pairs({
      __name__: name,
      __labels__: labels.join('|'),
      __time_nano__: String(metric.timestamp),
      __value__: value,
    }),
  })
  const { value } = metric
  const single = typeof value === 'number' ? [record(metric.name, String(value))] : []
  const multiple = Object.entries(typeof value === 'object' ? value : {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, number]) => record(`${metric.name}_${field}`, String(number)))
  const typed = metric.typedValues
    .sorted()
    .map(([field, content]) => record(`${metric.name}_${field}`, valueToText(content)))
  const records = [...single, ...multiple, ...typed]
  return records.length > 0 ? records : [record(metric.name, '')]
}

const STATUS_CODE = { unset: '0', ok: '1', error: '2' } as const

function flattenSpan(span: SpanEvent): LogInit {
  const { seconds, nanos } = fromNanoseconds(span.startTime)
  const contents = pairs({
    traceID: span.traceId,
    spanID: span.spanId,
    parentSpanID: span.parentSpanId,
    traceState: span.traceState,
    name: span.name,
    kind: span.spanKind,
    startTime: String(span.startTime),
    endTime: String(span.endTime),
    statusCode: STATUS_CODE[span.status],
    links: JSON.stringify(span.links),
    events: JSON.stringify(span.events, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  })
  for (const [key, value] of span.tags.sorted()) contents.push({ key, value })
  return { time: seconds, timeNs: nanos, contents }
}

function pairs(record: Readonly<Record<string, string>>): LogContent[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }))
}
