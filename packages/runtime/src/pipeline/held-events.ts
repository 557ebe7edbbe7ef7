import type { Awaitable } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import type { Source } from '../delivery/source.ts'

interface HandIn {
  readonly sources: readonly Source[]
  /** Events of this hand-in that have not come out. */
  outstanding: number
}

/**
 * Which sources an aggregator of events is answerable for. An event that comes out again brings its own sources; an
 * event the aggregator made carries those of everything it holds. An aggregator that only makes events is taken to have
 * used up what it held by then; one that passes events on keeps the rest until they come out, and if they never do the
 * source stays open and raises an alarm: nothing is acknowledged on a guess.
 */
export class HeldEvents {
  readonly #held = new Map<object, HandIn>()
  #passesOn = false

  /** Takes one reference on each of the group's sources for the events handed in. */
  handIn(group: Group, events: readonly object[]): void {
    const entry = { sources: group.sources.map((source) => source.retain()), outstanding: events.length }
    for (const event of events) this.#held.set(event, entry)
    if (events.length === 0) settle(entry)
  }

  /** Runs the call that takes the events; tells whether it did, and takes them back if not. */
  async unlessRefused(events: readonly object[], call: () => Awaitable<void | boolean>): Promise<boolean> {
    let taken: void | boolean = false
    try {
      taken = await call()
    } finally {
      if (taken === false) this.#handBack(events)
    }
    return taken !== false
  }

  #handBack(events: readonly object[]): void {
    for (const event of events) {
      const entry = this.#held.get(event)
      this.#held.delete(event)
      if (entry !== undefined && --entry.outstanding === 0) settle(entry)
    }
  }

  /** Gives each group made from a result its sources. `results` pairs a group with the events it was made of. */
  handOut(results: readonly { readonly group: Group; readonly events: readonly object[] }[]): void {
    let made = false
    for (const { group, events } of results) {
      let madeHere = false
      for (const event of events) {
        const entry = this.#held.get(event)
        if (entry === undefined) {
          madeHere = true
          continue
        }
        this.#passesOn = true
        for (const source of entry.sources) addRetained(group, source)
        this.#held.delete(event)
        if (--entry.outstanding === 0) settle(entry)
      }
      if (madeHere) for (const entry of new Set(this.#held.values())) entry.sources.forEach((s) => addRetained(group, s))
      made ||= madeHere
    }
    if (made && !this.#passesOn) this.#release()
  }

  #release(): void {
    for (const entry of new Set(this.#held.values())) settle(entry)
    this.#held.clear()
  }
}

function addRetained(group: Group, source: Source): void {
  if (!group.sources.includes(source)) group.addSource(source.retain())
}

function settle(entry: HandIn): void {
  for (const source of entry.sources) source.release()
}
