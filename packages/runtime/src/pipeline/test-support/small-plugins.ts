import {
  type Aggregator,
  type AggregatorContext,
  defineAggregator,
  defineFlusher,
  defineMetricInput,
  defineProcessor,
  defineServiceInput,
  type Event,
  type EventKind,
  type Flusher,
  group as makeInfo,
  type InputCollector,
  log,
  type LogValue,
  type MetricInput,
  type PluginContext,
  type PluginDefinition,
  type Processor,
  type ServiceInput,
} from '@sluice/plugin'

const common = { description: 'Made for a test.', stability: 'stable' } as const

/** What a definition may say of its kinds of event. */
interface Kinds {
  readonly events?: readonly EventKind[]
}

/** Definitions named `processor_<name>` and so on, made of what `setup` is to return. */
export function serviceInput(
  name: string,
  setup: (context: PluginContext) => ServiceInput,
): PluginDefinition {
  return defineServiceInput({
    ...common,
    type: `service_${name}`,
    endsOnce: true,
    setup: (_, context) => setup(context),
  })
}

export function metricInput(
  name: string,
  setup: (context: PluginContext) => MetricInput,
): PluginDefinition {
  return defineMetricInput({
    ...common,
    type: `metric_${name}`,
    setup: (_, context) => setup(context),
  })
}

export function processor(name: string, facets: Processor, kinds: Kinds = {}): PluginDefinition {
  return defineProcessor({ ...common, ...kinds, type: `processor_${name}`, setup: () => facets })
}

export function aggregator(
  name: string,
  setup: (context: AggregatorContext) => Aggregator,
  kinds: Kinds = {},
): PluginDefinition {
  return defineAggregator({
    ...common,
    ...kinds,
    type: `aggregator_${name}`,
    setup: (_, context) => setup(context),
  })
}

export function flusher(name: string, facets: Flusher, kinds: Kinds = {}): PluginDefinition {
  return defineFlusher({ ...common, ...kinds, type: `flusher_${name}`, setup: () => facets })
}

/** An input that hands over what the test gives it. */
export class Feed {
  #collector: InputCollector | undefined
  readonly definition: PluginDefinition

  constructor(name = 'feed') {
    this.definition = serviceInput(name, () => ({
      v2: {
        startService: ({ collector }, signal) => {
          this.#collector = collector
          return new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => resolve(), { once: true })
          })
        },
      },
    }))
  }

  get collector(): InputCollector {
    if (this.#collector === undefined) throw new Error('the pipeline was not started')
    return this.#collector
  }

  /** Hands over one group; plain records become logs. */
  send(
    events: readonly (Event | Readonly<Record<string, LogValue>>)[],
    tags?: Readonly<Record<string, string>>,
  ): Promise<void> {
    const made = events.map((event) => {
      return 'keep' in event
        ? (event as Event)
        : log({ contents: event as Record<string, LogValue> })
    })
    return this.collector.collect(makeInfo(tags), ...made)
  }
}

/** Logs as their fields, other events as their kind. */
export type Received = Readonly<Record<string, LogValue>> | EventKind

/** A flusher that keeps what reaches it. */
export class Sink {
  readonly groups: {
    readonly tags: Readonly<Record<string, string>>
    readonly events: readonly Received[]
  }[] = []
  readonly definition: PluginDefinition

  constructor(name = 'sink') {
    this.definition = flusher(name, {
      v2: {
        export: (groups) => {
          for (const { tags, events } of groups) {
            this.groups.push({ tags: tags.toJSON(), events: events.map(receive) })
          }
        },
      },
    })
  }

  get events(): readonly Received[] {
    return this.groups.flatMap(({ events }) => events)
  }
}

export function receive(event: Event): Received {
  return event.kind === 'log' ? Object.fromEntries(event.entries()) : event.kind
}
