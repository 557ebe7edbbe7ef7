import type { Clock, GroupInfo } from '@sluice/plugin'
import type { Arena, ArenaFactory } from '../carrier/arena.ts'
import { Group } from '../carrier/group.ts'
import { LogTable } from '../carrier/log-table.ts'
import type { DeliveryTracker } from '../delivery/delivery-tracker.ts'
import type { PluginMetrics } from '../metrics/plugin-metrics.ts'
import type { BoundedQueue } from './bounded-queue.ts'
import { checkedCheckpoint } from './checkpoints.ts'

interface Options {
  /** `type/id` of the input. */
  readonly plugin: string
  readonly queue: BoundedQueue<Group>
  readonly tracker: DeliveryTracker
  readonly heap: () => Arena
  readonly arenas: ArenaFactory
  readonly clock: Clock
  readonly metrics: PluginMetrics
  /** Aborts when the input is to end. */
  readonly signal: AbortSignal
  /** Asks the pipeline to hand on at once what it holds back. */
  readonly flushNow: () => void
}

/** Where one input's events enter its pipeline; the three collectors are thin faces of it. */
export class Intake {
  readonly #options: Options
  readonly #counts
  #waiting = 0

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

  /** Whether the input waits for room in the pipeline, or for delivery. */
  get isWaiting(): boolean {
    return this.#waiting > 0
  }

  /** A group for what the input makes itself. */
  newGroup(info?: GroupInfo): Group {
    return new Group(new LogTable(this.#options.heap()), info)
  }

  /** A group for bytes that the input reads; waits while the memory for those is used up. */
  async open(info?: GroupInfo): Promise<Group> {
    const { arenas, signal } = this.#options
    return new Group(new LogTable(await this.#excused(Promise.resolve(arenas(signal)))), info)
  }

  /** Has one event appended to the newest group, if that is this one and the pipeline has room; tells whether it was. */
  grow(group: Group, append: () => void): boolean {
    const { queue } = this.#options
    if (queue.last !== group || !queue.grow(1)) return false
    const { size } = group.table
    append()
    this.#counts.events.add()
    this.#counts.bytes.add(group.table.size - size)
    return true
  }

  /** Takes over the group, makes it a source of its own and hands it to the pipeline. */
  put(group: Group): Promise<void> {
    const { eventCount, size } = group
    if (eventCount === 0) {
      group.release()
      return ACCEPTED
    }
    const accepted = this.#admit(group)
    this.#counts.events.add(eventCount)
    this.#counts.groups.add()
    this.#counts.bytes.add(size)
    return accepted
  }

  checkpoint(key: string, value: Uint8Array | string): void {
    const { plugin, tracker } = this.#options
    tracker.checkpoint(key, checkedCheckpoint(plugin, key, value))
  }

  delivered(): Promise<void> {
    const { flushNow, tracker } = this.#options
    const delivered = tracker.delivered()
    flushNow()
    return this.#excused(delivered)
  }

  #admit(group: Group): Promise<void> {
    const { queue, tracker } = this.#options
    try {
      const full = queue.put(group, group.eventCount)
      group.addSource(tracker.open())
      return full === undefined ? ACCEPTED : this.#excused(full)
    } catch (error) {
      group.release()
      throw error
    }
  }

  #excused<Result>(promise: Promise<Result>): Promise<Result> {
    this.#waiting++
    const over = (): void => void this.#waiting--
    promise.then(over, over)
    return promise
  }
}

const ACCEPTED = Promise.resolve()
