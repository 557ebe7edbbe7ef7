import type { Awaitable, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { toError } from '../carrier/named-error.ts'
import { Undo, UndoMemory } from '../carrier/undo.ts'
import type { DeadLetters } from '../delivery/dead-letters.ts'
import { type BoundProcessor, bindProcessor } from './bind-processor.ts'
import { type CallGuard, isThenable } from './call-guard.ts'
import { halves } from './halves.ts'
import type { Instance } from './instance.ts'

/** What the failure policy of every stage needs. */
export interface StageServices {
  readonly guard: CallGuard
  readonly limitTicks: number
  readonly logger: Logger
  readonly deadLetters: DeadLetters
}

type Groups = readonly Group[]

/** One processor of a pipeline with the failure policy around it: a throw never loses the batch. */
export class ProcessorStage {
  readonly #instance: Instance<'processor'>
  readonly #bound: BoundProcessor
  readonly #services: StageServices
  readonly #undoMemory = new UndoMemory()
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
  process(group: Group): Awaitable<Groups> {
    this.#counts.inEvents.add(group.eventCount)
    this.#counts.inGroups.add()
    const results = this.#attempt(group, (undo, thrown) => this.#tryAgain(group, undo, thrown))
    if (!isThenable(results)) return this.#counted(results)
    return results.then((groups) => this.#counted(groups))
  }

  #counted(groups: Groups): Groups {
    for (const group of groups) this.#counts.outEvents.add(group.eventCount)
    this.#counts.outGroups.add(groups.length)
    return groups
  }

  #attempt(
    group: Group,
    failed: (undo: Undo, thrown: unknown) => Promise<Groups>,
  ): Awaitable<Groups> {
    const undo = new Undo(group, this.#instance.facets.v2 !== undefined, this.#undoMemory)
    const { guard, limitTicks } = this.#services
    let results: Awaitable<Groups>
    try {
      results = guard.run(this.#instance, limitTicks, () => this.#bound(group))
    } catch (error) {
      return failed(undo, error)
    }
    if (!isThenable(results)) return succeeded(group, results, undo)
    return results.then(
      (groups) => succeeded(group, groups, undo),
      (error: unknown) => failed(undo, error),
    )
  }

  async #tryAgain(group: Group, undo: Undo, thrown: unknown): Promise<Groups> {
    const setAside: Promise<void>[] = []
    const results = await this.#halve(group, undo, thrown, setAside)
    await Promise.all(setAside)
    return results
  }

  /** Tries again by halves, down to the event that is the cause. */
  async #halve(
    group: Group,
    undo: Undo,
    thrown: unknown,
    setAside: Promise<void>[],
  ): Promise<Groups> {
    undo.apply()
    undo.forget()
    if (group.eventCount <= 1) return this.#giveUp(group, toError(thrown), setAside)
    const results: Group[] = []
    for (const half of halves(group)) {
      const groups = this.#attempt(half, (...failure) => this.#halve(half, ...failure, setAside))
      results.push(...(await groups))
    }
    return results
  }

  #giveUp(group: Group, error: Error, setAside: Promise<void>[]): Groups {
    const { plan, plugin, metrics } = this.#instance
    const { logger, deadLetters } = this.#services
    this.#counts.failed.add(group.eventCount)
    logger.warn({ plugin, error, onError: plan.onError }, 'processor failed on an event')
    if (plan.onError === 'pass') return [group]
    if (plan.onError === 'dead_letter') {
      setAside.push(deadLetters.write(group, plugin, error).then(() => group.release()))
    } else {
      metrics.counter('discarded_events_total').add(group.eventCount)
      group.release()
    }
    return []
  }
}

/** Releases the group unless it is one of the results. */
function succeeded(group: Group, results: Groups, undo: Undo): Groups {
  undo.forget()
  if (!results.includes(group)) group.release()
  return results.filter((result) => result.eventCount > 0 || drop(result))
}

function drop(group: Group): false {
  group.release()
  return false
}
