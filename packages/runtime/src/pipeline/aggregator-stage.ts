import type { LogGroup, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import type { DeadLetters } from '../delivery/dead-letters.ts'
import type { BoundAggregator } from './bind-aggregator.ts'
import type { BoundedQueue } from './bounded-queue.ts'
import type { CallGuard } from './call-guard.ts'
import { halves } from './halves.ts'
import type { Instance } from './instance.ts'
import { toError } from './named-error.ts'

const RETRY_MS = 10

interface Options {
  readonly instance: Instance<'aggregator'>
  readonly bound: BoundAggregator
  readonly guard: CallGuard
  readonly limitTicks: number
  readonly logger: Logger
  readonly deadLetters: DeadLetters
  /** What a v1 aggregator gives before its next flush. */
  readonly queue: BoundedQueue<LogGroup>
  readonly intervalMs: number
  readonly signal: AbortSignal
  /** Takes over the groups; waits while the flushers are busy. */
  readonly emit: (groups: readonly Group[]) => Promise<void>
}

/** The aggregator of a pipeline with its timers. Calls are made one at a time. */
export class AggregatorStage {
  readonly #options: Options
  readonly #idleMs: number | undefined
  #turn: Promise<void> = Promise.resolve()
  #idleTimer: AbortController | undefined
  #holding = false

  constructor(options: Options) {
    this.#options = options
    this.#idleMs = options.instance.facets.idle
  }

  /** Flushes at the interval until the signal aborts. */
  async run(): Promise<void> {
    const { instance, intervalMs, signal } = this.#options
    for await (const _ of instance.context.clock.ticks(intervalMs, signal)) await this.flush()
  }

  /** Hands on what the aggregator queues, until the queue is closed. */
  async runQueue(): Promise<void> {
    const { queue, bound, emit } = this.#options
    for (let group = await queue.take(); group !== undefined; group = await queue.take()) {
      await emit(this.#counted(bound.fromLogGroups([group])))
    }
  }

  /** Takes over the group. */
  add(group: Group): Promise<void> {
    return this.#inTurn(() => this.#add(group))
  }

  flush(): Promise<void> {
    return this.#inTurn(() => this.#flush())
  }

  /** To be called when the input queue has run dry. */
  inputIsIdle(): void {
    if (this.#idleMs === undefined || this.#idleTimer !== undefined || !this.#holding) return
    void this.#flushAfter(this.#idleMs)
  }

  async #flushAfter(milliseconds: number): Promise<void> {
    const timer = new AbortController()
    this.#idleTimer = timer
    await this.#options.instance.context.clock.sleep(milliseconds, timer.signal)
    if (!timer.signal.aborted) await this.flush()
    if (this.#idleTimer === timer) this.#idleTimer = undefined
  }

  #cancelIdle(): void {
    this.#idleTimer?.abort()
    this.#idleTimer = undefined
  }

  async #add(group: Group): Promise<void> {
    this.#cancelIdle()
    const { instance, bound, guard, limitTicks, emit, signal } = this.#options
    instance.metrics.counter('in_events_total').add(group.eventCount)
    while (true) {
      let complete: readonly Group[] | undefined
      try {
        complete = await guard.run(instance, limitTicks, () => bound.add(group))
      } catch (error) {
        return this.#failed(group, toError(error))
      }
      if (complete !== undefined) {
        this.#holding = true
        return emit(this.#counted(complete))
      }
      await this.#flush()
      await instance.context.clock.sleep(RETRY_MS, signal)
    }
  }

  /** As in processors: tried again by halves, down to the event that is the cause. */
  async #failed(group: Group, error: Error): Promise<void> {
    const { instance, logger, deadLetters, emit } = this.#options
    if (group.eventCount > 1) {
      for (const half of halves(group)) await this.#add(half)
      return
    }
    const { plugin, plan, metrics } = instance
    metrics.counter('failed_events_total').add()
    logger.warn({ plugin, error, onError: plan.onError }, 'aggregator failed on an event')
    if (plan.onError === 'pass') return emit([group])
    if (plan.onError === 'dead_letter') await deadLetters.write(group, plugin, error)
    else metrics.counter('discarded_events_total').add()
    group.release()
  }

  async #flush(): Promise<void> {
    const { instance, bound, guard, limitTicks, emit, logger } = this.#options
    this.#holding = false
    try {
      await emit(this.#counted(await guard.run(instance, limitTicks, () => bound.flush())))
    } catch (error) {
      logger.error({ plugin: instance.plugin, error: toError(error) }, 'aggregator failed to flush')
    }
  }

  #counted(groups: readonly Group[]): readonly Group[] {
    const { metrics } = this.#options.instance
    metrics.counter('out_event_groups_total').add(groups.length)
    for (const group of groups) metrics.counter('out_events_total').add(group.eventCount)
    return groups
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }
}
