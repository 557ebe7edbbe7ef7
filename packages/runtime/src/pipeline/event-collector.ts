import { group as makeInfo, type Event, type EventGroup, type EventGroupInit, type GroupInfo, type InputCollector } from '@sluice/plugin'
import { GroupedCollector } from './grouped-collector.ts'
import type { Intake } from './intake.ts'

/**
 * The collector of v2 inputs: every call is a hand-over to the pipeline, unless the plugin observes what it collects
 * itself.
 */
export class EventCollector extends GroupedCollector implements InputCollector {
  readonly #intake: Intake
  #observed = false

  constructor(intake: Intake) {
    super()
    this.#intake = intake
  }

  override collect(info: GroupInfo, ...events: readonly Event[]): Promise<void> {
    if (this.#observed) return super.collect(info, ...events)
    return this.#put(info, events)
  }

  override async collectList(...groups: readonly (EventGroup | EventGroupInit)[]): Promise<void> {
    for (const { info, events } of groups) await this.collect(info, ...events)
  }

  override observe(): AsyncIterable<EventGroupInit> {
    this.#observed = true
    return super.observe()
  }

  checkpoint(key: string, value: Uint8Array | string): void {
    this.#intake.checkpoint(key, value)
  }

  delivered(): Promise<void> {
    return this.#intake.delivered()
  }

  #put(info: GroupInfo, events: readonly Event[]): Promise<void> {
    this.assertOpen()
    if (events.length === 0) return NOTHING
    const group = this.#intake.newGroup(makeInfo(info.tags, info.metadata))
    group.pushAll(events)
    return this.#intake.put(group)
  }
}

const NOTHING = Promise.resolve()
