const ACTIVE_MS = 100
const WATCHED_MS = 1000
const UNWATCHED_MS = 200
const ACTIVE_FOR_MS = 5000
// At most 2,000 looks a second at active files, each with a read of what is new, and 1,000 at the others.
const ACTIVE_COST_MS = 0.5
const IDLE_COST_MS = 1

/** The longest time between two looks at anything. */
export const LONGEST_INTERVAL_MS = 10_000

/** How much there is to look at. */
export interface PollLoad {
  readonly all: number
  /** Those that changed lately. */
  readonly active: number
}

/** Whether something changed lately and is therefore likely to change again soon. */
export function isActive(changedAt: number, now: number): boolean {
  return now - changedAt < ACTIVE_FOR_MS
}

/**
 * Milliseconds until the next look at a file: the more files there are, the more.
 *
 * @param watched whether the system is expected to tell of a change; nothing relies on it
 */
export function pollInterval(load: PollLoad, active: boolean, watched: boolean): number {
  if (active) return Math.max(ACTIVE_MS, load.active * ACTIVE_COST_MS)
  const shortest = watched ? WATCHED_MS : UNWATCHED_MS
  return Math.min(LONGEST_INTERVAL_MS, Math.max(shortest, load.all * IDLE_COST_MS))
}
