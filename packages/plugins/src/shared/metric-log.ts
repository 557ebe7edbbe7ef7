import type { LogInit } from '@sluice/plugin'

const NANOSECONDS_PER_SECOND = 1_000_000_000n

export interface MetricLogOptions {
  /** Nanoseconds since the epoch. */
  readonly time: bigint
  readonly labels: Readonly<Record<string, string>>
}

/**
 * One metric value as a flat log, the way v1 pipelines carry metrics: `__name__`, `__time_nano__`, `__labels__`
 * (`key#$#value` sorted by key, joined by `|`) and `__value__`.
 */
export function metricLog(
  name: string,
  value: number,
  { time, labels }: MetricLogOptions,
): LogInit {
  const pairs = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    time: Number(time / NANOSECONDS_PER_SECOND),
    timeNs: Number(time % NANOSECONDS_PER_SECOND),
    contents: [
      { key: '__name__', value: name },
      { key: '__time_nano__', value: String(time) },
      { key: '__labels__', value: pairs.map((pair) => pair.join('#$#')).join('|') },
      { key: '__value__', value: String(value) },
    ],
  }
}
