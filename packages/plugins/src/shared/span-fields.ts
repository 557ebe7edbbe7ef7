import type { SpanEvent, SpanInnerEvent, SpanLink } from '@sluice/plugin'
import { type JsonFields, jsonObject, tagFields } from './json-fields.ts'

const STATUS_CODE = { unset: '0', ok: '1', error: '2' } as const

/** What says which span it is. */
export function spanIdFields({ traceId, spanId, parentSpanId }: SpanEvent): JsonFields {
  return [
    ['traceId', JSON.stringify(traceId)],
    ['spanId', JSON.stringify(spanId)],
    ['parentSpanId', JSON.stringify(parentSpanId)],
  ]
}

/** Start and end, nanoseconds since the epoch with all digits. */
export function spanTimeFields({ startTime, endTime }: SpanEvent): JsonFields {
  return [
    ['startTime', String(startTime)],
    ['endTime', String(endTime)],
  ]
}

/** Kind and status, and what few spans have: trace state, links and inner events. */
export function spanDetailFields(span: SpanEvent): JsonFields {
  const fields: (readonly [string, string])[] = [
    ['kind', JSON.stringify(span.spanKind)],
    ['statusCode', STATUS_CODE[span.status]],
  ]
  if (span.traceState !== '') fields.push(['traceState', JSON.stringify(span.traceState)])
  if (span.links.length > 0) fields.push(['links', jsonArray(span.links.map(linkJson))])
  if (span.events.length > 0) fields.push(['events', jsonArray(span.events.map(innerEventJson))])
  return fields
}

function linkJson({ traceId, spanId, traceState, tags }: SpanLink): string {
  return jsonObject([
    ['traceId', JSON.stringify(traceId)],
    ['spanId', JSON.stringify(spanId)],
    ['traceState', JSON.stringify(traceState)],
    ['attributes', jsonObject(tagFields(tags))],
  ])
}

function innerEventJson({ timestamp, name, tags }: SpanInnerEvent): string {
  return jsonObject([
    ['timestamp', String(timestamp)],
    ['name', JSON.stringify(name)],
    ['attributes', jsonObject(tagFields(tags))],
  ])
}

function jsonArray(items: readonly string[]): string {
  return `[${items.join(',')}]`
}
