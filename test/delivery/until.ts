import { setTimeout } from 'node:timers/promises'

const LOOK_EVERY_MS = 10
const GIVE_UP_AFTER_MS = 60_000

/** Waits for another process: looks until `done` says true, and gives up with `failure()`. */
export async function until(done: () => boolean, failure: () => string): Promise<void> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS
  while (!done()) {
    if (performance.now() > deadline) throw new Error(failure())
    await setTimeout(LOOK_EVERY_MS)
  }
}
