import type { PluginDefinition } from '@sluice/plugin'
import { type PipelineRun, type PipelineRunOptions, runPipeline } from './run-pipeline.ts'
import type { EventLike, EventSnapshot, GroupSnapshot } from './snapshot.ts'
import { Catch, Feed, passing, type Sending } from './stand-ins.ts'

export interface PluginRunOptions extends Omit<PipelineRunOptions, 'plugins'> {
  /** As a config would give them, before the schema. */
  readonly options?: Readonly<Record<string, unknown>>
  /** `StructureType` of the pipeline; `v1` by default. */
  readonly model?: 'v1' | 'v2'
  /** Further options of the pipeline's `global`. */
  readonly global?: Readonly<Record<string, unknown>>
  /** Further definitions, such as extensions. */
  readonly others?: readonly PluginDefinition[]
}

interface Sections {
  readonly inputs: readonly object[]
  readonly processors?: readonly object[]
  readonly aggregators?: readonly object[]
  readonly flushers: readonly object[]
}

function start(
  sections: Sections,
  plugins: readonly PluginDefinition[],
  { model, global, others, ...rest }: PluginRunOptions,
): Promise<PipelineRun> {
  const text = JSON.stringify({ global: { StructureType: model ?? 'v1', ...global }, ...sections })
  return runPipeline(text, { ...rest, plugins: [...plugins, ...(others ?? [])] })
}

function entry(plugin: PluginDefinition, options: PluginRunOptions): object {
  return { Type: plugin.type, ...options.options }
}

/** What became of the events of a test. */
export interface ProcessorResult {
  readonly events: readonly EventSnapshot[]
  readonly groups: readonly GroupSnapshot[]
  /** Events set aside because the processor threw on them. */
  readonly deadLetters: readonly Record<string, unknown>[]
  readonly run: PipelineRun
}

/** Sends events through one processor, as one group, and gives what came out. */
export async function runProcessor(
  plugin: PluginDefinition,
  options: PluginRunOptions & Sending & { readonly events: readonly EventLike[] },
): Promise<ProcessorResult> {
  const feed = new Feed()
  const caught = new Catch()
  const { events, tags, source, topic, time, ...rest } = options
  const sections = {
    inputs: [{ Type: feed.definition.type }],
    processors: [entry(plugin, options)],
    aggregators: [{ Type: passing.type }],
    flushers: [{ Type: caught.definition.type }],
  }
  await using run = await start(
    sections,
    [feed.definition, plugin, passing, caught.definition],
    rest,
  )
  const sending = Object.fromEntries(
    Object.entries({ tags, source, topic, time }).filter(([, value]) => value !== undefined),
  )
  await feed.send(events, sending)
  await run.stop()
  const { groups } = caught
  const deadLetters = await run.deadLetters()
  return { groups, events: groups.flatMap((group) => group.events), deadLetters, run }
}

/** An input that runs until the test ends or stops it. */
export class InputRun implements AsyncDisposable {
  readonly pipeline: PipelineRun
  readonly #caught: Catch

  constructor(pipeline: PipelineRun, caught: Catch) {
    this.pipeline = pipeline
    this.#caught = caught
  }

  get clock() {
    return this.pipeline.clock
  }

  get checkpoints() {
    return this.pipeline.checkpoints
  }

  get records() {
    return this.pipeline.records
  }

  get groups(): readonly GroupSnapshot[] {
    return this.#caught.groups
  }

  /** What has reached the end so far. */
  get events(): readonly EventSnapshot[] {
    return this.#caught.groups.flatMap(({ events }) => events)
  }

  /** What has reached the end since the last time. */
  take(): readonly EventSnapshot[] {
    return this.#caught.groups.splice(0).flatMap(({ events }) => events)
  }

  until(condition: () => boolean): Promise<void> {
    return this.pipeline.until(condition)
  }

  /** Whether the input has ended by itself. */
  get ended(): boolean {
    return this.pipeline.reports.some(({ type }) => type === 'inputs_ended')
  }

  stop(): Promise<boolean> {
    return this.pipeline.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pipeline[Symbol.asyncDispose]()
  }
}

/** Starts one input. */
export async function runInput(
  plugin: PluginDefinition,
  options: PluginRunOptions = {},
): Promise<InputRun> {
  const caught = new Catch()
  const sections = {
    inputs: [entry(plugin, options)],
    aggregators: [{ Type: passing.type }],
    flushers: [{ Type: caught.definition.type }],
  }
  return new InputRun(await start(sections, [plugin, passing, caught.definition], options), caught)
}

/** An aggregator or flusher that is fed by the test. */
export class FedRun extends InputRun {
  readonly #feed: Feed

  constructor(pipeline: PipelineRun, caught: Catch, feed: Feed) {
    super(pipeline, caught)
    this.#feed = feed
  }

  /** Resolves when the pipeline has taken the events; `delivered` waits for the rest. */
  send(events: readonly EventLike[], sending: Sending = {}): Promise<void> {
    return this.#feed.send(events, sending)
  }

  /** Resolves when everything sent was delivered, filtered or set aside. */
  delivered(): Promise<void> {
    return this.#feed.delivered()
  }
}

/** Starts one aggregator; what it lets go is in `groups`. */
export async function runAggregator(
  plugin: PluginDefinition,
  options: PluginRunOptions = {},
): Promise<FedRun> {
  const feed = new Feed()
  const caught = new Catch()
  const sections = {
    inputs: [{ Type: feed.definition.type }],
    aggregators: [entry(plugin, options)],
    flushers: [{ Type: caught.definition.type }],
  }
  return new FedRun(
    await start(sections, [feed.definition, plugin, caught.definition], options),
    caught,
    feed,
  )
}

/** Starts one flusher. */
export async function runFlusher(
  plugin: PluginDefinition,
  options: PluginRunOptions = {},
): Promise<FedRun> {
  const feed = new Feed()
  const sections = {
    inputs: [{ Type: feed.definition.type }],
    aggregators: [{ Type: passing.type }],
    flushers: [entry(plugin, options)],
  }
  return new FedRun(
    await start(sections, [feed.definition, passing, plugin], options),
    new Catch(),
    feed,
  )
}
