const FIRST_MS = 100
const LONGEST_MS = 30_000

/** Milliseconds to wait before try number `attempt` (from 1): doubling, with jitter in the upper half. */
export function backoff(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20))
  return full / 2 + (full / 2) * random()
}
