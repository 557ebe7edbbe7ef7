import type { Group } from '../carrier/group.ts'
import { toError } from '../carrier/named-error.ts'
import type { Added, BoundAggregator } from './bind-aggregator.ts'
import type { BoundedQueue } from './bounded-queue.ts'
import { halves } from './halves.ts'
import type { Instance } from './instance.ts'
import type { StageServices } from './processor-stage.ts'

const RETRY_MS = 10
/** Refusals between two warnings that the aggregator is full. */
const REFUSALS_PER_WARNING = 100

interface Options extends StageServices {
  readonly instance: Instance<'aggregator'>
  readonly bound: BoundAggregator
  /** What a v1 aggregator gives before its next flush. */
  readonly queue: BoundedQueue<Group>
  readonly intervalMs: number
  /** Ends the timers. */
  readonly signal: AbortSignal
  /** Ends the waiting for room in the aggregator. */
  readonly giveUp: AbortSignal
  /** Takes over the groups; waits while the flushers are busy. */
  readonly emit: (groups: readonly Group[]) => Promise<void>
}

/** The aggregator of a pipeline with its timers. Calls are made one at a time. */
export class AggregatorStage {
  readonly #options: Options
  readonly #idleMs: number | undefined
  readonly #counts
  #turn: Promise<void> = Promise.resolve()
  #idleTimer: AbortController | undefined
  #holding = false

  constructor(options: Options) {
    this.#options = options
    this.#idleMs = options.instance.facets.idle
    const { metrics } = options.instance
    this.#counts = {
      inEvents: metrics.counter('in_events_total'),
      outEvents: metrics.counter('out_events_total'),
      outGroups: metrics.counter('out_event_groups_total'),
      failed: metrics.counter('failed_events_total'),
    }
  }

  /** Flushes at the interval until the signal aborts, and hands on what the aggregator queues until `close`. */
  async run(): Promise<void> {
    await Promise.all([this.#runTimer(), this.#runQueue()])
  }

  /** Lets the aggregator queue nothing more; `run` ends when the rest is handed on. */
  close(): void {
    this.#options.queue.close()
  }

  /** Lets go of what the aggregator holds; to be called after giving up, when nothing is delivered any more. */
  abandon(): void {
    for (const group of this.#options.queue.abandon()) group.release()
    void this.flush()
  }

  /** Takes over the group. */
  add(group: Group): Promise<void> {
    this.#counts.inEvents.add(group.eventCount)
    return this.#inTurn(async () => {
      this.#cancelIdle()
      const passing = group.cutOffOthers(this.#options.bound.kinds)
      if (passing !== undefined) await this.#emit([passing])
      if (group.eventCount === 0) group.release()
      else await this.#add(group)
    })
  }

  flush(): Promise<void> {
    return this.#inTurn(() => this.#flush())
  }

  /** To be called when the input queue has run dry. */
  inputIsIdle(): void {
    if (this.#idleMs === undefined || this.#idleTimer !== undefined || !this.#holding) return
    void this.#flushAfter(this.#idleMs)
  }

  async #runTimer(): Promise<void> {
    const { instance, intervalMs, signal } = this.#options
    for await (const _ of instance.context.clock.ticks(intervalMs, signal)) await this.flush()
    this.#cancelIdle()
  }

  async #runQueue(): Promise<void> {
    const { queue } = this.#options
    for (let group = await queue.take(); group; group = await queue.take()) {
      await this.#emit([group])
    }
  }

  async #flushAfter(milliseconds: number): Promise<void> {
    const timer = new AbortController()
    this.#idleTimer = timer
    await this.#options.instance.context.clock.sleep(milliseconds, timer.signal)
    if (timer.signal.aborted) return
    this.#idleTimer = undefined
    await this.flush()
  }

  #cancelIdle(): void {
    this.#idleTimer?.abort()
    this.#idleTimer = undefined
  }

  async #add(group: Group): Promise<void> {
    const { instance, bound, guard, limitTicks, giveUp } = this.#options
    for (let refusals = 0; ; refusals++) {
      let added: Added
      try {
        added = await guard.run(instance, limitTicks, () => bound.add(group))
      } catch (error) {
        return this.#failed(group, toError(error))
      }
      this.#holding = true
      await this.#emit(added.groups)
      if (added.taken) return
      if (giveUp.aborted) return group.release()
      if (refusals % REFUSALS_PER_WARNING === REFUSALS_PER_WARNING - 1) this.#warnOfFull()
      await this.#flush()
      await instance.context.clock.sleep(RETRY_MS, giveUp)
    }
  }

  #warnOfFull(): void {
    const { instance, logger } = this.#options
    logger.warn({ plugin: instance.plugin }, 'aggregator stays full; the pipeline waits')
  }

  /** As in processors: tried again by halves, down to the event that is the cause. */
  async #failed(group: Group, error: Error): Promise<void> {
    const { instance, logger, deadLetters } = this.#options
    if (group.eventCount > 1) {
      for (const half of halves(group)) await this.#add(half)
      return
    }
    const { plugin, plan, metrics } = instance
    this.#counts.failed.add()
    logger.warn({ plugin, error, onError: plan.onError }, 'aggregator failed on an event')
    if (plan.onError === 'pass') return this.#emit([group])
    if (plan.onError === 'dead_letter') await deadLetters.write(group, plugin, error)
    else metrics.counter('discarded_events_total').add()
    group.release()
  }

  async #flush(): Promise<void> {
    const { instance, bound, guard, limitTicks, logger } = this.#options
    this.#holding = false
    try {
      await this.#emit(await guard.run(instance, limitTicks, () => bound.flush()))
    } catch (error) {
      const fields = { plugin: instance.plugin, error: toError(error) }
      logger.error(fields, 'aggregator failed to flush')
    }
  }

  async #emit(groups: readonly Group[]): Promise<void> {
    const full = groups.filter((group) => group.eventCount > 0 || group.release())
    this.#counts.outGroups.add(full.length)
    for (const group of full) this.#counts.outEvents.add(group.eventCount)
    await this.#options.emit(full)
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }
}
