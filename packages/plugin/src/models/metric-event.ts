import { type EventTime, type Tags, toNanoseconds } from './event.ts'
import { KeyValues } from './key-values.ts'

export type MetricType =
  | 'untyped'
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'summary'
  | 'meter'
  | 'rate_counter'

/** One number, or several named ones. */
export type MetricValue = number | Readonly<Record<string, number>>

/** A field of a metric that is not a number. */
export type TypedValue =
  | string
  | boolean
  | readonly TypedValue[]
  | { readonly [key: string]: TypedValue }

/** A metric as v2 plugins see it. A view when it comes from the engine; see {@link LogEvent} for its lifetime. */
export interface MetricEvent {
  readonly kind: 'metric'
  name: string
  unit: string
  description: string
  metricType: MetricType
  /** `undefined` for a metric that has only typed values. */
  value: MetricValue | undefined
  /** Fields that are not numbers, by name. */
  readonly typedValues: KeyValues<TypedValue>
  readonly tags: Tags
  /** Nanoseconds since the epoch. */
  timestamp: bigint
  /** Nanoseconds since the epoch; 0 when unknown. */
  observedTimestamp: bigint
  /** Approximate bytes. */
  readonly size: number
  /** A copy on the heap that stays valid and is not connected to this event. */
  keep(): MetricEvent
}

export interface MetricInit {
  readonly time?: EventTime
  readonly observedTime?: EventTime
  readonly tags?: Readonly<Record<string, string>> | Tags
  readonly unit?: string
  readonly description?: string
  readonly typedValues?: Readonly<Record<string, TypedValue>> | KeyValues<TypedValue>
}

/** Makes a metric of any type; the factories below are shorter for the usual ones. */
export function metric(
  metricType: MetricType,
  name: string,
  value: MetricValue | undefined,
  init: MetricInit = {},
): MetricEvent {
  return new HeapMetricEvent(metricType, name, value, init)
}

/** A monotonic total since some start. */
export function counter(name: string, value: MetricValue, init?: MetricInit): MetricEvent {
  return metric('counter', name, value, init)
}

/** What a counter grew by since the previous report. */
export function rateCounter(name: string, value: MetricValue, init?: MetricInit): MetricEvent {
  return metric('rate_counter', name, value, init)
}

/** A value that goes up and down. */
export function gauge(name: string, value: MetricValue, init?: MetricInit): MetricEvent {
  return metric('gauge', name, value, init)
}

/** Numbers whose meaning the source did not tell. */
export function untyped(name: string, value: MetricValue, init?: MetricInit): MetricEvent {
  return metric('untyped', name, value, init)
}

export interface HistogramValue {
  readonly count: number
  readonly sum: number
  readonly min?: number
  readonly max?: number
  /** Cumulative from `-Inf` is not wanted here: each bucket holds the observations in `(lower, upper]`. */
  readonly buckets: readonly {
    readonly lower: number
    readonly upper: number
    readonly count: number
  }[]
}

/** A distribution in buckets. Bucket fields are named by their interval, `(0.5,1]`, infinities `-Inf` and `+Inf`. */
export function histogram(name: string, value: HistogramValue, init?: MetricInit): MetricEvent {
  const fields: Record<string, number> = { count: value.count, sum: value.sum }
  if (value.min !== undefined) fields['min'] = value.min
  if (value.max !== undefined) fields['max'] = value.max
  for (const { lower, upper, count } of value.buckets) fields[intervalName(lower, upper)] = count
  return metric('histogram', name, fields, init)
}

export interface SummaryValue {
  readonly count: number
  readonly sum: number
  /** Value by quantile, `{ '0.5': 12, '0.99': 80 }`. */
  readonly quantiles: Readonly<Record<string, number>>
}

/** A distribution in quantiles. Quantile fields are named by their number. */
export function summary(name: string, value: SummaryValue, init?: MetricInit): MetricEvent {
  return metric('summary', name, { count: value.count, sum: value.sum, ...value.quantiles }, init)
}

class HeapMetricEvent implements MetricEvent {
  readonly kind = 'metric'
  name: string
  unit: string
  description: string
  metricType: MetricType
  value: MetricValue | undefined
  readonly typedValues: KeyValues<TypedValue>
  readonly tags: Tags
  timestamp: bigint
  observedTimestamp: bigint

  constructor(
    metricType: MetricType,
    name: string,
    value: MetricValue | undefined,
    init: MetricInit,
  ) {
    this.metricType = metricType
    this.name = name
    this.value = typeof value === 'object' ? { ...value } : value
    this.unit = init.unit ?? ''
    this.description = init.description ?? ''
    this.typedValues = new KeyValues(init.typedValues)
    this.tags = new KeyValues(init.tags)
    this.timestamp = toNanoseconds(init.time ?? 0n)
    this.observedTimestamp = toNanoseconds(init.observedTime ?? 0n)
  }

  get size(): number {
    const values = typeof this.value === 'object' ? Object.keys(this.value).length : 1
    return this.name.length + 8 * (values + this.typedValues.size) + sizeOfTags(this.tags)
  }

  keep(): MetricEvent {
    const {
      timestamp: time,
      observedTimestamp: observedTime,
      unit,
      description,
      tags,
      typedValues,
    } = this
    const init = { time, observedTime, unit, description, tags, typedValues }
    return new HeapMetricEvent(this.metricType, this.name, this.value, init)
  }
}

function intervalName(lower: number, upper: number): string {
  const isNegative = upper <= 0 && lower !== -Infinity
  return isNegative ? `[${bound(lower)},${bound(upper)})` : `(${bound(lower)},${bound(upper)}]`
}

function bound(value: number): string {
  if (value === Infinity) return '+Inf'
  return value === -Infinity ? '-Inf' : String(value)
}

function sizeOfTags(tags: Tags): number {
  let size = 0
  for (const [key, value] of tags) size += key.length + value.length
  return size
}
