const PER_SECOND = 1_000_000_000n

/** Whole seconds and the rest of a time in nanoseconds since the epoch; times before 1970 or after 2106 become 0. */
export function fromNanoseconds(timestamp: bigint): {
  readonly seconds: number
  readonly nanos: number
} {
  const seconds = timestamp / PER_SECOND
  if (seconds < 0n || seconds > 0xffff_ffffn) return { seconds: 0, nanos: 0 }
  return { seconds: Number(seconds), nanos: Number(timestamp % PER_SECOND) }
}

export function toTimestamp(seconds: number, nanos: number): bigint {
  return BigInt(seconds) * PER_SECOND + BigInt(nanos)
}
