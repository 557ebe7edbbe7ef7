import type { Awaitable, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { Undo } from '../carrier/undo.ts'
import type { DeadLetters } from '../delivery/dead-letters.ts'
import { type BoundProcessor, bindProcessor } from './bind-processor.ts'
import { type CallGuard, isThenable } from './call-guard.ts'
import { halves } from './halves.ts'
import type { Instance } from './instance.ts'
import { toError } from './named-error.ts'

export interface StageServices {
  readonly guard: CallGuard
  readonly limitTicks: number
  readonly logger: Logger
  readonly deadLetters: DeadLetters
}

/** One processor of a pipeline with the failure policy around it: a throw never loses the batch. */
export class ProcessorStage {
  readonly #instance: Instance<'processor'>
  readonly #bound: BoundProcessor
  readonly #services: StageServices
  readonly #counts

  constructor(instance: Instance<'processor'>, model: 'v1' | 'v2', services: StageServices) {
    this.#instance = instance
    this.#bound = bindProcessor(instance, model)
    this.#services = services
    const { metrics } = instance
    this.#counts = {
      inEvents: metrics.counter('in_events_total'),
      inGroups: metrics.counter('in_event_groups_total'),
      outEvents: metrics.counter('out_events_total'),
      outGroups: metrics.counter('out_event_groups_total'),
      failed: metrics.counter('failed_events_total'),
    }
  }

  /** Takes over the group; the groups it gives are the caller's. */
  process(group: Group): Awaitable<readonly Group[]> {
    this.#counts.inEvents.add(group.eventCount)
    this.#counts.inGroups.add()
    const results = this.#attempt(group)
    return isThenable(results) ? results.then((groups) => this.#counted(groups)) : this.#counted(results)
  }

  #counted(groups: readonly Group[]): readonly Group[] {
    for (const group of groups) this.#counts.outEvents.add(group.eventCount)
    this.#counts.outGroups.add(groups.length)
    return groups
  }

  #attempt(group: Group): Awaitable<readonly Group[]> {
    const undo = new Undo(group, this.#instance.facets.v2 !== undefined)
    const { guard, limitTicks } = this.#services
    let results: Awaitable<readonly Group[]>
    try {
      results = guard.run(this.#instance, limitTicks, () => this.#bound(group))
    } catch (error) {
      return this.#failed(group, undo, error)
    }
    if (!isThenable(results)) return releaseUnlessKept(group, results)
    return results.then(
      (groups) => releaseUnlessKept(group, groups),
      (error: unknown) => this.#failed(group, undo, error),
    )
  }

  /** Tries again by halves, down to the event that is the cause. */
  async #failed(group: Group, undo: Undo, thrown: unknown): Promise<readonly Group[]> {
    undo.apply()
    if (group.eventCount <= 1) return this.#giveUp(group, toError(thrown))
    const results: Group[] = []
    for (const half of halves(group)) results.push(...(await this.#attempt(half)))
    return results
  }

  async #giveUp(group: Group, error: Error): Promise<readonly Group[]> {
    const { plan, plugin, metrics } = this.#instance
    this.#counts.failed.add(group.eventCount)
    this.#services.logger.warn({ plugin, error, onError: plan.onError }, 'processor failed on an event')
    if (plan.onError === 'pass') return [group]
    if (plan.onError === 'dead_letter') await this.#services.deadLetters.write(group, plugin, error)
    else metrics.counter('discarded_events_total').add(group.eventCount)
    group.release()
    return []
  }
}

function releaseUnlessKept(group: Group, results: readonly Group[]): readonly Group[] {
  if (!results.includes(group)) group.release()
  return results.filter((result) => result.eventCount > 0 || drop(result))
}

function drop(group: Group): false {
  group.release()
  return false
}
