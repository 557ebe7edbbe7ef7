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

  /**
   * Makes the aggregator answerable for events of the group and runs the call that gives them to it. Tells whether it
   * took them; if not, or after a throw, it answers for none of them.
   */
  async handIn(
    group: Group,
    events: readonly object[],
    call: () => Awaitable<void | boolean>,
  ): Promise<boolean> {
    const entry = {
      sources: group.sources.map((source) => source.retain()),
      outstanding: events.length,
    }
    for (const event of events) this.#held.set(event, entry)
    let taken: void | boolean = false
    try {
      taken = await call()
    } finally {
      if (taken === false) for (const event of events) this.#letGo(event)
    }
    return taken !== false
  }

  /** Gives each group made from a result its sources. `results` pairs a group with the events it was made of. */
  handOut(results: readonly { readonly group: Group; readonly events: readonly object[] }[]): void {
    let made = false
    for (const { group, events } of results) {
      const held = events.filter((event) => this.#held.has(event))
      for (const event of held) {
        addSources(group, this.#held.get(event) as HandIn)
        this.#letGo(event)
      }
      if (held.length > 0) this.#passesOn = true
      if (held.length === events.length) continue
      made = true
      for (const entry of new Set(this.#held.values())) addSources(group, entry)
    }
    if (made && !this.#passesOn) for (const event of [...this.#held.keys()]) this.#letGo(event)
  }

  #letGo(event: object): void {
    const entry = this.#held.get(event)
    this.#held.delete(event)
    if (entry === undefined || --entry.outstanding > 0) return
    for (const source of entry.sources) source.release()
  }
}

function addSources(group: Group, { sources }: HandIn): void {
  for (const source of sources) {
    if (!group.sources.includes(source)) group.addSource(source.retain())
  }
}
