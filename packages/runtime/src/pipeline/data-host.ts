import type { Clock, Logger, PluginKind } from '@sluice/plugin'
import type { Kernels } from '@sluice/plugin/columns'
import { type ArenaFactory, createHeapArenas } from '../carrier/arena.ts'
import type { Diagnostic, PipelinePlan } from '../config/index.ts'
import type { MetricSample } from '../metrics/plugin-metrics.ts'
import type { Registry } from '../registry/registry.ts'
import { CallGuard, type InstanceIdentity, type MakeCall } from './call-guard.ts'
import { CheckpointCache, type CommitCheckpoints } from './checkpoints.ts'
import { explainPipeline, type PluginExplanation } from './explain-pipeline.ts'
import type { HostReport } from './host-report.ts'
import { toError } from '../carrier/named-error.ts'
import { plainKernels } from '../plain-kernels/plain-kernels.ts'
import { Pipeline, type StopResult } from './pipeline.ts'
import { onlyReplica, type PipelineReplica } from './replicas.ts'
import type { PipelineServices } from './services.ts'
import { SetupError } from './setup-error.ts'

/** Milliseconds between ticks: how finely call deadlines are counted. */
export const TICK_MS = 250
const TICKS_PER_SECOND = 1000 / TICK_MS

export interface DataHostOptions {
  readonly registry: Registry
  readonly clock: Clock
  readonly logger: Logger
  readonly dataDir: string
  readonly once: boolean
  readonly commit: CommitCheckpoints
  readonly report: (report: HostReport) => void
  /** Publishes the number of the instance that is about to run, 0 for none. */
  readonly publish?: (instance: number) => void
  /** Makes every call of a plugin. */
  readonly makeCall?: MakeCall
  /** Memory for what inputs of the columns view read; by default on the heap. */
  readonly arenas?: ArenaFactory
  /** By default in plain JavaScript. */
  readonly kernels?: Kernels
  readonly random?: () => number
}

/** An instance as its supervisor knows it. */
export interface InstanceFacts extends InstanceIdentity {
  readonly kind: PluginKind
}

/** The pipelines of one data thread. It knows nothing of threads: a test runs it in its own. */
export class DataHost {
  readonly #options: DataHostOptions
  readonly #guard: CallGuard
  readonly #services: PipelineServices
  readonly #pipelines = new Map<string, Pipeline>()
  readonly #replicas = new Map<string, PipelineReplica>()
  #instances = 0
  #ticks = 0
  #running = false

  constructor(options: DataHostOptions) {
    const { arenas, kernels, random, publish, makeCall, commit, ...shared } = options
    const heap = createHeapArenas()
    this.#options = options
    this.#guard = new CallGuard(publish ?? (() => {}), makeCall)
    this.#services = {
      ...shared,
      report: (report) => this.#report(report),
      heap,
      arenas: arenas ?? heap,
      kernels: kernels ?? plainKernels,
      random: random ?? Math.random,
      guard: this.#guard,
      checkpoints: new CheckpointCache(commit),
      nextInstance: () => ++this.#instances,
      tickMs: TICK_MS,
    }
  }

  /** Sets up one pipeline, or one of its replicas, with its stored checkpoints. Gives what its plugins refused, empty when it is ready to start. */
  async load(
    plan: PipelinePlan,
    checkpoints: ReadonlyMap<string, Uint8Array>,
    replica = onlyReplica(),
  ): Promise<readonly Diagnostic[]> {
    this.#replicas.set(plan.name, replica)
    this.#services.checkpoints.load(plan.name, checkpoints)
    try {
      this.#pipelines.set(plan.name, await this.#create(plan))
      return []
    } catch (error) {
      if (error instanceof SetupError) return [error.toDiagnostic(plan.source.file)]
      throw error
    }
  }

  /** Who is behind the numbers that are published. */
  get instances(): readonly InstanceFacts[] {
    return [...this.#pipelines.values()].flatMap(({ instances }) =>
      instances.map(({ number, pipeline, plugin, definition: { kind } }) => {
        return { number, pipeline, plugin, kind }
      }),
    )
  }

  /** What does the work of each plugin of a pipeline that is loaded, in the order in which events pass them. */
  explain(name: string): readonly PluginExplanation[] {
    const pipeline = this.#pipelines.get(name)
    return pipeline === undefined ? [] : explainPipeline(pipeline.plan, pipeline.instances)
  }

  start(): void {
    this.#running = true
    for (const pipeline of this.#pipelines.values()) this.#start(pipeline)
  }

  /** To be called every `TICK_MS`: gives up pipelines with a hung call. */
  tick(): void {
    this.#ticks++
    for (const { instance } of this.#guard.tick()) this.#giveUp(instance)
    if (this.#ticks % TICKS_PER_SECOND !== 0) return
    for (const pipeline of this.#pipelines.values()) pipeline.checkAge()
  }

  /** Brings back a pipeline that was given up; its inputs resume from what was delivered. */
  async restart(plan: PipelinePlan): Promise<void> {
    if (!this.#canRestart(plan)) return
    try {
      const pipeline = await this.#create(plan)
      if (!this.#canRestart(plan)) return
      this.#pipelines.set(plan.name, pipeline)
      this.#start(pipeline)
    } catch (error) {
      this.#options.logger.error(
        { pipeline: plan.name, error: toError(error) },
        'a pipeline could not be restarted',
      )
    }
  }

  /** Stops all pipelines, or the named one: for good unless `removed` is false. */
  async stop(name?: string, { removed = name !== undefined } = {}): Promise<readonly StopResult[]> {
    if (name === undefined) this.#running = false
    const stopping = [...this.#pipelines.values()].filter(
      ({ plan }) => name === undefined || plan.name === name,
    )
    const results = await Promise.all(stopping.map((pipeline) => pipeline.stop({ removed })))
    for (const { plan } of stopping) this.#pipelines.delete(plan.name)
    return results
  }

  /** Resolves when everything the named pipeline has collected so far was delivered; rejects when it is given up before. */
  async delivered(name: string): Promise<void> {
    await this.#pipelines.get(name)?.delivered()
  }

  samples(): readonly MetricSample[] {
    return [...this.#pipelines.values()].flatMap((pipeline) => pipeline.samples())
  }

  /** Hand-overs that are not yet delivered, of all pipelines. */
  get openSources(): number {
    return [...this.#pipelines.values()].reduce((sum, { openSources }) => sum + openSources, 0)
  }

  #create(plan: PipelinePlan): Promise<Pipeline> {
    const replica = this.#replicas.get(plan.name) ?? onlyReplica()
    return Pipeline.create(plan, this.#services, replica)
  }

  #start(pipeline: Pipeline): void {
    const { name } = pipeline.plan
    void pipeline.start().then((ends) => {
      if (this.#pipelines.get(name) !== pipeline || pipeline.isStopping) return
      const failed = ends.some((end) => typeof end === 'object')
      this.#options.report({ type: 'inputs_ended', pipeline: name, failed })
    })
  }

  #canRestart({ name }: PipelinePlan): boolean {
    return this.#running && !this.#pipelines.has(name)
  }

  #report(report: HostReport): void {
    if (report.type === 'closed') {
      const pipeline = this.#pipelines.get(report.pipeline)
      this.#pipelines.delete(report.pipeline)
      pipeline?.abandon()
    }
    this.#options.report(report)
  }

  /** A pipeline that is stopping has its own deadline, and one that was given up before is not its successor. */
  #giveUp({ number, pipeline: name, plugin }: InstanceIdentity): void {
    const pipeline = this.#pipelines.get(name)
    if (pipeline === undefined || pipeline.isStopping) return
    if (!pipeline.instances.some((instance) => instance.number === number)) return
    this.#pipelines.delete(name)
    const { callTimeoutMs } = pipeline.plan.settings
    this.#options.logger.error(
      { pipeline: name, plugin, callTimeoutMs },
      'a call of this plugin did not settle in time',
    )
    pipeline.abandon()
    this.#options.report({ type: 'hung', pipeline: name, plugin })
  }
}
