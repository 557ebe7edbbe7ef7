import type { KeyValues } from './key-values.ts'
import type { LogEvent } from './log-event.ts'
import type { MetricEvent } from './metric-event.ts'
import type { RawEvent } from './raw-event.ts'
import type { SpanEvent } from './span-event.ts'

/** The four kinds of event, named as configs (`Match`) and definitions (`events`) name them. */
export type EventKind = 'log' | 'metric' | 'span' | 'raw'

/** One telemetry event. Discriminate on `kind`. */
export type Event = LogEvent | MetricEvent | SpanEvent | RawEvent

/** Strings that describe an event or a group. */
export type Tags = KeyValues<string>

/**
 * A point in time given to a factory: milliseconds since the epoch as a number, or nanoseconds since the epoch as a
 * bigint. Events hand it out as nanoseconds.
 */
export type EventTime = number | bigint

const NANOSECONDS_PER_MILLISECOND = 1_000_000n

/** Nanoseconds since the epoch of either form of {@link EventTime}; fractions of a nanosecond are cut. */
export function toNanoseconds(time: EventTime): bigint {
  if (typeof time === 'bigint') return time
  const whole = Math.trunc(time)
  const fraction = Math.trunc((time - whole) * 1_000_000)
  return BigInt(whole) * NANOSECONDS_PER_MILLISECOND + BigInt(fraction)
}
