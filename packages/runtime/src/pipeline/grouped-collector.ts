import {
  type Event,
  type EventGroup,
  type EventGroupInit,
  type GroupInfo,
  type PipelineCollector,
  PluginError,
} from '@sluice/plugin'

/** The collector of processors and aggregators: what is collected is the call's result. Groups with the same info join. */
export class GroupedCollector implements PipelineCollector {
  #groups = new Map<GroupInfo, Event[]>()
  #observer: ((group: EventGroupInit) => void) | undefined
  #end: (() => void) | undefined
  #closed = false

  collect(info: GroupInfo, ...events: readonly Event[]): Promise<void> {
    this.#add(info, events)
    return DONE
  }

  collectList(...groups: readonly (EventGroup | EventGroupInit)[]): Promise<void> {
    for (const { info, events } of groups) this.#add(info, events)
    return DONE
  }

  toArray(): EventGroupInit[] {
    const groups = [...this.#groups].map(([info, events]) => ({ info, events }))
    this.#groups = new Map()
    return groups
  }

  async *observe(): AsyncIterable<EventGroupInit> {
    const queue: EventGroupInit[] = []
    let wake: () => void = () => {}
    this.#observer = (group) => {
      queue.push(group)
      wake()
    }
    this.#end = () => wake()
    while (true) {
      yield* queue.splice(0)
      if (this.#closed) return
      await new Promise<void>((resolve) => {
        wake = resolve
        if (queue.length > 0 || this.#closed) resolve()
      })
    }
  }

  close(): void {
    this.#closed = true
    this.#end?.()
  }

  protected assertOpen(): void {
    if (this.#closed) throw closed()
  }

  #add(info: GroupInfo, events: readonly Event[]): void {
    this.assertOpen()
    if (events.length === 0) return
    if (this.#observer !== undefined) {
      this.#observer({ info, events })
      return
    }
    const known = this.#groups.get(info)
    if (known === undefined) this.#groups.set(info, [...events])
    else known.push(...events)
  }
}

const DONE = Promise.resolve()

function closed(): PluginError {
  return new PluginError({
    code: 'COLLECTOR_CLOSED',
    message: 'events were collected after the collector had been closed',
    hint: 'collect before close()',
  })
}
