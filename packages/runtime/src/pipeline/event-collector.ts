import {
  group as makeInfo,
  type Event,
  type EventGroupInit,
  type GroupInfo,
  type InputCollector,
} from '@sluice/plugin'
import { checkedInfo } from '../carrier/checks.ts'
import { GroupedCollector } from './grouped-collector.ts'
import type { Intake } from './intake.ts'

/**
 * The collector of v2 inputs: every call is a hand-over to the pipeline, unless the plugin observes what it collects
 * itself.
 */
export class EventCollector extends GroupedCollector implements InputCollector {
  readonly #intake: Intake
  readonly #signal: AbortSignal

  /** Observing ends with `signal`. */
  constructor(intake: Intake, signal: AbortSignal) {
    super()
    this.#intake = intake
    this.#signal = signal
  }

  override observe(): AsyncIterable<EventGroupInit> {
    if (this.#signal.aborted) this.close()
    else this.#signal.addEventListener('abort', () => this.close(), { once: true })
    return super.observe()
  }

  checkpoint(key: string, value: Uint8Array | string): void {
    this.#intake.checkpoint(key, value)
  }

  delivered(): Promise<void> {
    return this.#intake.delivered()
  }

  protected override take(info: GroupInfo, events: readonly Event[]): Promise<void> {
    const { tags, metadata } = checkedInfo(this.#intake.plugin, info)
    const group = this.#intake.newGroup(makeInfo(tags, metadata))
    group.pushAll(this.#intake.plugin, events)
    return this.#intake.put(group)
  }
}
