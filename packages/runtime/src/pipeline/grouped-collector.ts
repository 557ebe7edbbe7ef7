import {
  type Event,
  type EventGroup,
  type EventGroupInit,
  type GroupInfo,
  type PipelineCollector,
  PluginError,
} from '@sluice/plugin'
import type { Lease } from '../carrier/lease.ts'
import { BoundedQueue } from './bounded-queue.ts'

/** Groups that wait for an observer before `collect` does. */
const MOST_OBSERVED = 1000

/** The collector of processors and aggregators: what is collected is the call's result. Groups with the same info join. */
export class GroupedCollector implements PipelineCollector {
  readonly #lease: Lease | undefined
  #groups = new Map<GroupInfo, Event[]>()
  #observed: BoundedQueue<EventGroupInit> | undefined
  #closed = false

  /** What is collected after the end of `lease` is refused. */
  constructor(lease?: Lease) {
    this.#lease = lease
  }

  collect(info: GroupInfo, ...events: readonly Event[]): Promise<void> {
    this.#assertOpen()
    if (events.length === 0) return DONE
    if (this.#observed === undefined) return this.take(info, events)
    return this.#observed.put({ info, events }, 1) ?? DONE
  }

  collectList(...groups: readonly (EventGroup | EventGroupInit)[]): Promise<void> {
    const all = Promise.all(groups.map(({ info, events }) => this.collect(info, ...events)))
    const done = all.then(() => {})
    // As in the queue: who does not await is told by an overrun.
    done.catch(() => {})
    return done
  }

  toArray(): EventGroupInit[] {
    const groups = [...this.#groups].map(([info, events]) => ({ info, events }))
    this.#groups = new Map()
    return groups
  }

  observe(): AsyncIterable<EventGroupInit> {
    this.#observed ??= new BoundedQueue(MOST_OBSERVED)
    if (this.#closed) this.#observed.close()
    return drain(this.#observed)
  }

  close(): void {
    this.#closed = true
    this.#observed?.close()
  }

  /** What becomes of collected events that nobody observes. */
  protected take(info: GroupInfo, events: readonly Event[]): Promise<void> {
    const known = this.#groups.get(info)
    if (known === undefined) this.#groups.set(info, [...events])
    else known.push(...events)
    return DONE
  }

  #assertOpen(): void {
    this.#lease?.check()
    if (!this.#closed) return
    throw new PluginError({
      code: 'COLLECTOR_CLOSED',
      message: 'events were collected after the collector had been closed',
      hint: 'collect before close()',
    })
  }
}

const DONE = Promise.resolve()

async function* drain(queue: BoundedQueue<EventGroupInit>): AsyncIterable<EventGroupInit> {
  for (let group = await queue.take(); group !== undefined; group = await queue.take()) yield group
}
