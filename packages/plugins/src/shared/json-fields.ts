import type { Event, LogEvent, LogValue, MetricEvent, Tags } from '@sluice/plugin'
import { valueToText } from '@sluice/plugin'

/** The members of a JSON object in order, keys possibly repeated: a name and a value that is JSON already. */
export type JsonFields = readonly (readonly [name: string, json: string])[]

export function jsonObject(fields: JsonFields): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
}

/** A number as JSON. What JSON has no number for becomes text: `"NaN"`, `"+Inf"`, `"-Inf"`. */
export function jsonNumber(value: number): string {
  if (Number.isFinite(value)) return JSON.stringify(value)
  if (Number.isNaN(value)) return '"NaN"'
  return value > 0 ? '"+Inf"' : '"-Inf"'
}

/** Bytes read as UTF-8, each invalid sequence as U+FFFD. */
export function jsonBytes(bytes: Uint8Array): string {
  return JSON.stringify(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
}

export function jsonValue(value: LogValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return jsonNumber(value)
  return value instanceof Uint8Array ? jsonBytes(value) : valueToText(value)
}

export function tagFields(tags: Tags): JsonFields {
  return [...tags].map(([key, value]) => [key, JSON.stringify(value)] as const)
}

export function contentFields(log: LogEvent): JsonFields {
  return [...log.entries()].map(([key, value]) => [key, jsonValue(value)] as const)
}

/** The named values of a metric: numbers first, then what is not a number. */
export function valueFields({ value, typedValues }: MetricEvent): JsonFields {
  const numbers = typeof value === 'object' ? Object.entries(value) : []
  return [
    ...numbers.map(([name, number]) => [name, jsonNumber(number)] as const),
    ...[...typedValues].map(([name, typed]) => [name, JSON.stringify(typed)] as const),
  ]
}

const NANOSECONDS_PER_SECOND = 1_000_000_000n

/** Whole seconds of the event's own time; `undefined` for raw bytes, which have none. */
export function secondsOf(event: Event): bigint | undefined {
  return event.kind === 'raw' ? undefined : event.timestamp / NANOSECONDS_PER_SECOND
}
