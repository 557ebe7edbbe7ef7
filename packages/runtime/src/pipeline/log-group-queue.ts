import type { Clock, LogGroup, LogGroupQueue } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import type { BoundedQueue } from './bounded-queue.ts'

const POLL_MS = 1

/** Where a v1 aggregator puts groups that are full before its next flush. */
export class QueueOfLogGroups implements LogGroupQueue {
  readonly #queue: BoundedQueue<Group>
  readonly #clock: Clock
  readonly #toGroups: (logGroup: LogGroup) => readonly Group[]

  constructor(
    queue: BoundedQueue<Group>,
    clock: Clock,
    toGroups: (logGroup: LogGroup) => readonly Group[],
  ) {
    this.#queue = queue
    this.#clock = clock
    this.#toGroups = toGroups
  }

  add(logGroup: LogGroup): boolean {
    if (logGroup.logs.length === 0) return true
    if (!this.#queue.hasRoom) return false
    for (const group of this.#toGroups(logGroup)) this.#queue.offer(group, 1)
    return true
  }

  async addWithWait(logGroup: LogGroup, milliseconds: number): Promise<boolean> {
    const deadline = this.#clock.monotonic() + milliseconds
    while (!this.add(logGroup)) {
      if (this.#clock.monotonic() >= deadline) return false
      await this.#clock.sleep(POLL_MS)
    }
    return true
  }
}
