import type { Event, LogEvent, MetricEvent } from '@sluice/plugin'
import { valueToText } from '@sluice/plugin'
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
import type { Format } from './format.ts'

/** One event as a line of JSON; `undefined` for a flat log without contents. */
export function eventLine(event: Event, { shape }: Format): string | undefined {
  if (event.kind !== 'log' || shape === 'typed') return jsonObject(typedFields(event))
  if (event.length === 0) return undefined
  const seconds = String(secondsOf(event))
  if (shape === 'pairs') return jsonObject([...contentFields(event), ['__time__', `"${seconds}"`]])
  return `{"Time":${seconds},"Contents":${JSON.stringify(contentList(event))}}`
}

function contentList(log: LogEvent): readonly { readonly Key: string; readonly Value: string }[] {
  return [...log.entries()].map(([key, value]) => ({ Key: key, Value: valueToText(value) }))
}

function typedFields(event: Event): JsonFields {
  switch (event.kind) {
    case 'log':
      return [...commonFields(event), ...logFields(event)]
    case 'metric':
      return [...commonFields(event), ...metricFields(event)]
    case 'span':
      return [
        ...commonFields(event),
        ...spanIdFields(event),
        ...spanTimeFields(event),
        ...spanDetailFields(event),
      ]
    case 'raw':
      return [
        ['eventType', '"byteArray"'],
        ['byteArray', jsonBytes(event.bytes)],
      ]
  }
}

function commonFields(event: Exclude<Event, { kind: 'raw' }>): JsonFields {
  return [
    ['eventType', JSON.stringify(event.kind)],
    ['name', JSON.stringify(event.name)],
    ['timestamp', String(event.timestamp)],
    ['observedTimestamp', String(event.observedTimestamp)],
    ['tags', jsonObject(tagFields(event.tags))],
  ]
}

function logFields(log: LogEvent): JsonFields {
  return [
    ['offset', String(log.offset)],
    ['level', JSON.stringify(log.level)],
    ['traceId', JSON.stringify(log.traceId)],
    ['spanId', JSON.stringify(log.spanId)],
    ['contents', jsonObject(contentFields(log))],
  ]
}

function metricFields(metric: MetricEvent): JsonFields {
  const fields: (readonly [string, string])[] = [['metricType', JSON.stringify(metric.metricType)]]
  if (metric.unit !== '') fields.push(['unit', JSON.stringify(metric.unit)])
  if (metric.description !== '') fields.push(['description', JSON.stringify(metric.description)])
  if (typeof metric.value === 'number') fields.push(['value', jsonNumber(metric.value)])
  const named = valueFields(metric)
  if (named.length > 0) fields.push(['values', jsonObject(named)])
  return fields
}
