import {
  defineAggregator,
  defineFlusher,
  defineServiceInput,
  group as makeInfo,
  type GroupInfo,
  type InputCollector,
  type PluginDefinition,
} from '@sluice/plugin'
import { type EventLike, type GroupSnapshot, snapshotGroup, toEvent } from './snapshot.ts'

export interface Sending {
  readonly tags?: Readonly<Record<string, string>>
  readonly source?: string
  readonly topic?: string
  /** Whole seconds since the epoch, for logs that have no time. */
  readonly time?: number
}

/** An input that hands over what a test gives it. */
export class Feed {
  #collector: InputCollector | undefined
  #ended: () => void = () => {}
  readonly definition: PluginDefinition

  constructor() {
    this.definition = defineServiceInput({
      type: 'service_testkit_feed',
      description: 'Hands over the events of a test.',
      stability: 'stable',
      compat: 'native',
      endsOnce: true,
      setup: () => ({
        v2: {
          startService: ({ collector }, signal) => {
            this.#collector = collector
            return new Promise<void>((resolve) => {
              this.#ended = resolve
              signal.addEventListener('abort', () => resolve(), { once: true })
            })
          },
        },
      }),
    })
  }

  /** Resolves when the pipeline has taken the events. */
  async send(
    events: readonly EventLike[],
    { tags, source, topic, time }: Sending = {},
  ): Promise<void> {
    const info: GroupInfo = makeInfo(tags)
    if (source !== undefined) info.metadata.add('__source__', source)
    if (topic !== undefined) info.metadata.add('__topic__', topic)
    const made = events.map(toEvent)
    for (const event of made) {
      if (event.kind === 'log' && event.timestamp === 0n && time !== undefined) {
        event.timestamp = BigInt(time) * 1_000_000_000n
      }
    }
    await this.#started().collect(info, ...made)
  }

  /** Resolves when everything sent was delivered, filtered or set aside. */
  async delivered(): Promise<void> {
    await this.#started().delivered()
  }

  end(): void {
    this.#ended()
  }

  #started(): InputCollector {
    if (this.#collector === undefined) throw new Error('the pipeline was not started')
    return this.#collector
  }
}

/** A flusher that keeps what reaches it. */
export class Catch {
  readonly groups: GroupSnapshot[] = []
  readonly definition: PluginDefinition

  constructor() {
    this.definition = defineFlusher({
      type: 'flusher_testkit_catch',
      description: 'Keeps the events for a test.',
      stability: 'stable',
      compat: 'native',
      setup: () => ({
        v2: {
          export: (groups) => {
            for (const { info, events } of groups) this.groups.push(snapshotGroup(info, events))
          },
        },
      }),
    })
  }
}

/** An aggregator that passes everything on, so that a test of something else sees it at once. */
export const passing: PluginDefinition = defineAggregator({
  type: 'aggregator_testkit_pass',
  description: 'Passes groups on at once.',
  stability: 'stable',
  setup: () => ({ columns: { add: (group) => [group], flush: () => [] } }),
})
