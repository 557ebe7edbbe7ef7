import { type GroupInfo, PluginError } from '@sluice/plugin'
import type { HeldGroup } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { badResult, describe } from '../carrier/named-error.ts'

/** A group in an aggregator's hands, until it gives the group back or merges it into another. */
export class Held implements HeldGroup {
  #group: Group | undefined

  constructor(group: Group) {
    this.#group = group
  }

  get isHeld(): boolean {
    return this.#group !== undefined
  }

  get info(): GroupInfo {
    return this.#held.info
  }

  get length(): number {
    return this.#held.eventCount
  }

  get size(): number {
    return this.#held.size
  }

  take(other: HeldGroup): void {
    const held = this.#held
    if (!(other instanceof Held) || other === this) throw notHeld()
    held.take(other.giveBack())
  }

  split(count: number): Held {
    return new Held(this.#held.split(count))
  }

  /** Ends the holding; the group is the caller's. */
  giveBack(): Group {
    const group = this.#held
    this.#group = undefined
    return group
  }

  get #held(): Group {
    if (this.#group === undefined) throw notHeld()
    return this.#group
  }
}

/** The groups that an aggregator has returned. */
export function takeBack(plugin: string, results: unknown): readonly Group[] {
  if (!Array.isArray(results)) throw badResult(plugin, describe(results), 'an array of groups')
  const given = new Set<unknown>(results)
  for (const held of given) {
    if (held instanceof Held && held.isHeld && given.size === results.length) continue
    const found = held instanceof Held ? 'a group more than once' : describe(held)
    throw badResult(plugin, found, 'a group that the aggregator holds')
  }
  return (results as Held[]).map((held) => held.giveBack())
}

function notHeld(): PluginError {
  return new PluginError({
    code: 'GROUP_NOT_HELD',
    message: 'an aggregator used a group that it does not hold any more',
    hint: 'forget a group once it was returned or taken by another',
  })
}
