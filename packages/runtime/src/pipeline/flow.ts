import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock, CounterMetric, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { toError } from '../carrier/named-error.ts'
import type { GlobalSettings } from '../config/index.ts'
import type { AggregatorStage } from './aggregator-stage.ts'
import type { BoundedQueue } from './bounded-queue.ts'
import { isThenable } from './call-guard.ts'
import { normalizeV1 } from './normalize.ts'
import type { ProcessorStage } from './processor-stage.ts'
import type { Router } from './router.ts'

/** Longest time the flow keeps the thread to itself, so that timers and the watchdog's heartbeat get their turn. */
const LONGEST_TURN_MS = 5

interface Options {
  readonly queue: BoundedQueue<Group>
  readonly processors: readonly ProcessorStage[]
  readonly aggregator: AggregatorStage | undefined
  readonly router: Router
  readonly settings: GlobalSettings
  readonly clock: Clock
  readonly logger: Logger
  /** Counts logs left out because they have no contents. */
  readonly emptyLogs: CounterMetric
  /** Aborts when nothing is to be done any more. */
  readonly giveUp: AbortSignal
}

/** The middle of a pipeline: takes groups from the inputs' queue, one at a time, up to the queues of the flushers. */
export class Flow {
  readonly #options: Options
  #turnBegan = 0
  #done = 0
  /** Numbers of groups after which the aggregator is to be flushed, in ascending order. */
  readonly #flushMarks: number[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /** Runs until the queue is closed and empty. */
  async run(): Promise<void> {
    const { queue, aggregator } = this.#options
    for (let group = await queue.take(); group; group = await queue.take()) {
      await this.#handle(group)
      this.#done++
      if (this.#flushMarks[0] === this.#done) this.#flushMarked()
      else if (queue.pending === 0) aggregator?.inputIsIdle()
      await this.#yieldTurn()
    }
  }

  /** Has the aggregator hand on at once whatever was collected until now. */
  flushNow(): void {
    const { accepted } = this.#options.queue
    if (accepted === this.#done) void this.#options.aggregator?.flush()
    else if (this.#flushMarks.at(-1) !== accepted) this.#flushMarks.push(accepted)
  }

  #flushMarked(): void {
    this.#flushMarks.shift()
    void this.#options.aggregator?.flush()
  }

  async #handle(group: Group): Promise<void> {
    try {
      for (const result of await this.#process(group)) await this.#handOn(result)
    } catch (error) {
      const message = 'a group could not be handled; it stays unacknowledged'
      this.#options.logger.error({ error: toError(error) }, message)
    }
  }

  async #process(group: Group): Promise<readonly Group[]> {
    let groups: readonly Group[] = [group]
    for (const processor of this.#options.processors) {
      const next: Group[] = []
      for (const one of groups) {
        const results = processor.process(one)
        next.push(...(isThenable(results) ? await results : results))
      }
      groups = next
    }
    return groups
  }

  async #handOn(group: Group): Promise<void> {
    const { settings, clock, aggregator, router, emptyLogs, giveUp } = this.#options
    const before = group.eventCount
    if (settings.structureType === 'v1') normalizeV1(group, settings, clock)
    emptyLogs.add(before - group.eventCount)
    if (group.eventCount === 0 || giveUp.aborted) group.release()
    else if (aggregator === undefined) await router.route([group])
    else await aggregator.add(group)
  }

  async #yieldTurn(): Promise<void> {
    if (performance.now() - this.#turnBegan <= LONGEST_TURN_MS) return
    await nextTurn()
    this.#turnBegan = performance.now()
  }
}
