import type { Clock } from '@sluice/plugin'
import type { ArenaFactory } from '../carrier/arena.ts'
import { Group } from '../carrier/group.ts'
import type { DeliveryTracker } from '../delivery/delivery-tracker.ts'
import type { PluginMetrics } from '../metrics/plugin-metrics.ts'
import type { BoundedQueue } from './bounded-queue.ts'

interface Options {
  /** `type/id` of the input. */
  readonly plugin: string
  readonly queue: BoundedQueue<Group>
  readonly tracker: DeliveryTracker
  readonly arenas: ArenaFactory
  readonly clock: Clock
  readonly metrics: PluginMetrics
  /** Asks the pipeline to hand on at once what it holds back. */
  readonly flushNow: () => void
}

/** Where one input's events enter its pipeline; the three collectors are thin faces of it. */
export class Intake {
  readonly #options: Options
  readonly #counts

  constructor(options: Options) {
    this.#options = options
    const { metrics } = options
    this.#counts = {
      events: metrics.counter('out_events_total'),
      groups: metrics.counter('out_event_groups_total'),
      bytes: metrics.counter('out_size_bytes'),
    }
  }

  get plugin(): string {
    return this.#options.plugin
  }

  get clock(): Clock {
    return this.#options.clock
  }

  /** The newest group that can still be added to, if it is this one and the pipeline has room. */
  canGrow(group: Group): boolean {
    const { queue } = this.#options
    if (queue.last !== group || !queue.grow(1)) return false
    this.#counts.events.add()
    return true
  }

  newGroup(info?: Group['info']): Group {
    return new Group(this.#options.arenas, info)
  }

  /** Makes the group a source of its own and hands it to the pipeline. */
  put(group: Group): Promise<void> {
    const { queue, tracker } = this.#options
    const accepted = queue.put(group, Math.max(1, group.eventCount))
    group.addSource(tracker.open())
    this.#counts.events.add(group.eventCount)
    this.#counts.groups.add()
    this.#counts.bytes.add(group.size)
    return accepted ?? ACCEPTED
  }


  checkpoint(key: string, value: Uint8Array | string): void {
    this.#options.tracker.checkpoint(key, typeof value === 'string' ? Buffer.from(value) : value)
  }

  delivered(): Promise<void> {
    this.#options.flushNow()
    return this.#options.tracker.delivered()
  }
}

const ACCEPTED = Promise.resolve()
