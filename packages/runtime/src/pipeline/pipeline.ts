import type { Logger } from '@sluice/plugin'
import { toError } from '../carrier/named-error.ts'
import type { PipelinePlan } from '../config/index.ts'
import type { MetricSample } from '../metrics/plugin-metrics.ts'
import { buildPipeline, type PipelineParts } from './build-pipeline.ts'
import type { Instance } from './instance.ts'
import { PipelineLife } from './pipeline-life.ts'
import type { FactoryHooks } from './plugin-factory.ts'
import type { PipelineReplica } from './replicas.ts'
import type { InputEnd } from './service-input-runner.ts'
import type { PipelineServices } from './services.ts'

/** How a pipeline stopped. */
export interface StopResult {
  readonly pipeline: string
  /** False when the deadline passed: what was not delivered stays unacknowledged and comes again. */
  readonly clean: boolean
  /** The last of its numbers. */
  readonly samples: readonly MetricSample[]
}

interface Running {
  readonly inputs: Promise<readonly InputEnd[]>
  readonly flow: Promise<void>
  readonly aggregator: Promise<void> | undefined
  readonly flushers: Promise<unknown>
}

/** One pipeline in its data thread: inputs → queue → processors → aggregator → router → flushers. */
export class Pipeline {
  readonly plan: PipelinePlan
  readonly #services: PipelineServices
  readonly #logger: Logger
  readonly #life: PipelineLife
  readonly #parts: PipelineParts
  readonly #endedPlugins = new Set<Instance>()
  #running: Running | undefined
  #stopped: Promise<StopResult> | undefined
  #isLate = false

  private constructor(
    plan: PipelinePlan,
    services: PipelineServices,
    life: PipelineLife,
    parts: PipelineParts,
  ) {
    this.plan = plan
    this.#services = services
    this.#logger = services.logger.child({ pipeline: plan.name })
    this.#life = life
    this.#parts = parts
  }

  /** Sets every plugin up; opens nothing. Throws a `SetupError` for the first one that refuses. */
  static async create(
    plan: PipelinePlan,
    services: PipelineServices,
    replica: PipelineReplica,
  ): Promise<Pipeline> {
    const life = new PipelineLife()
    const pipeline = Promise.withResolvers<Pipeline>()
    const caughtUp: FactoryHooks['caughtUp'] = (...details) => {
      void pipeline.promise.then((made) => made.#reportCaughtUp(...details))
    }
    const parts = await buildPipeline(plan, services, life, { caughtUp, replica })
    pipeline.resolve(new Pipeline(plan, services, life, parts))
    return await pipeline.promise
  }

  get instances(): readonly Instance[] {
    return this.#parts.instances
  }

  /** Whether it was asked to stop. */
  get isStopping(): boolean {
    return this.#stopped !== undefined
  }

  /** Numbers of all plugins and of the pipeline itself. */
  samples(): MetricSample[] {
    const { metrics, instances } = this.#parts
    metrics.gauge('open_sources').set(this.openSources)
    return [metrics, ...instances.map((instance) => instance.metrics)].flatMap((each) =>
      each.samples(),
    )
  }

  /** Hand-overs of the inputs that are not yet delivered. */
  get openSources(): number {
    return this.#parts.inputs.reduce((sum, { tracker }) => sum + tracker.openCount, 0)
  }

  /** Starts consumers first and inputs last. Returns the promise for the end of all inputs. */
  start(): Promise<readonly InputEnd[]> {
    const { flushers, aggregator, flow, inputs } = this.#parts
    const running = {
      flushers: Promise.all(flushers.map((flusher) => flusher.run())),
      aggregator: aggregator?.run(),
      flow: flow.run(),
      inputs: Promise.all(inputs.map((input) => input.run())),
    }
    this.#running = running
    return running.inputs
  }

  /** Resolves when everything collected so far was delivered; rejects when the pipeline is given up before that. */
  async delivered(): Promise<void> {
    const { inputs, flow } = this.#parts
    const delivered = inputs.map(({ tracker }) => tracker.delivered())
    flow.flushNow()
    await Promise.all(delivered)
  }

  /**
   * Stops inputs first and flushers last, draining in between, within the pipeline's `StopTimeout`. `removed` says that
   * the pipeline will not come back.
   */
  stop({ removed }: { readonly removed: boolean }): Promise<StopResult> {
    this.#stopped ??= this.#stop(removed)
    return this.#stopped
  }

  /** Drops the pipeline without waiting for anything: nothing it still does has an effect. */
  abandon(): void {
    const { inputs, queue, aggregator, flushers } = this.#parts
    // Closed first, so that letting go of what is undelivered acknowledges nothing.
    for (const { tracker } of inputs) tracker.close()
    this.#services.guard.forget(this.plan.name)
    this.#life.abandon()
    for (const group of queue.abandon()) group.release()
    for (const flusher of flushers) flusher.abandon()
    aggregator?.abandon()
    void this.#endPlugins(() => true)
  }

  /** To be called about once a second: raises the alarm for what is undelivered for too long. */
  checkAge(): void {
    const { maxUnackedAgeMs } = this.plan.settings
    const { inputs, metrics } = this.#parts
    const late = inputs.find(({ tracker }) => tracker.oldestAge > maxUnackedAgeMs)
    if (late !== undefined && !this.#isLate) {
      const { plugin } = late.instance
      const { oldestAge, openCount: openSources } = late.tracker
      const message = 'events of this input have been undelivered for longer than MaxUnackedAge'
      this.#logger.error({ plugin, ageMs: Math.round(oldestAge), openSources }, message)
      metrics.counter('unacked_age_alarms_total').add()
    }
    this.#isLate = late !== undefined
  }

  async #reportCaughtUp(
    plugin: string,
    details: { readonly events: number; readonly path?: string },
  ): Promise<void> {
    const { inputs, flow } = this.#parts
    const input = inputs.find(({ instance }) => instance.plugin === plugin)
    const delivered = input?.tracker.delivered()
    flow.flushNow()
    try {
      await delivered
    } catch {
      return
    }
    this.#services.report({ type: 'caught_up', pipeline: this.plan.name, plugin, ...details })
  }

  async #stop(removed: boolean): Promise<StopResult> {
    const { clock, checkpoints } = this.#services
    const timer = new AbortController()
    const late = clock.sleep(this.plan.settings.stopTimeoutMs, timer.signal).then(() => false)
    const isDrained = await Promise.race([this.#drain(), late])
    const clean = isDrained && this.openSources === 0
    if (!clean) {
      const fields = { openSources: this.openSources }
      this.#logger.warn(fields, 'stopped before everything was delivered; it will come again')
      this.abandon()
    } else if (removed) await Promise.race([this.#tellRemoved(), late])
    timer.abort()
    await checkpoints.settled()
    for (const { tracker } of this.#parts.inputs) tracker.close()
    return { pipeline: this.plan.name, clean, samples: this.samples() }
  }

  async #drain(): Promise<true> {
    const { queue, aggregator, flushers } = this.#parts
    for (const { instance } of flushers) {
      await this.#quietly(instance, () => instance.facets.setUrgent?.(true))
    }
    this.#life.endInputs()
    await this.#running?.inputs
    await this.#endPlugins(isInput)
    queue.close()
    await this.#running?.flow
    this.#life.endTimers()
    await aggregator?.flush()
    aggregator?.close()
    await this.#running?.aggregator
    for (const flusher of flushers) flusher.close()
    await this.#running?.flushers
    this.#life.endWork()
    await this.#endPlugins(() => true)
    return true
  }

  async #tellRemoved(): Promise<void> {
    for (const { instance } of this.#parts.inputs) {
      const { facets } = instance
      if (!('onPipelineRemoved' in facets)) continue
      await this.#quietly(instance, () => facets.onPipelineRemoved?.())
    }
  }

  /** Stops plugins that were not stopped yet, those that depend on others first. */
  async #endPlugins(which: (instance: Instance) => boolean): Promise<void> {
    for (const instance of this.instances.toReversed()) {
      if (!which(instance) || this.#endedPlugins.has(instance)) continue
      this.#endedPlugins.add(instance)
      await this.#quietly(instance, () => (instance.facets as { stop?(): unknown }).stop?.())
    }
  }

  async #quietly({ plugin }: Instance, work: () => unknown): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#logger.error({ plugin, error: toError(error) }, 'a plugin failed while stopping')
    }
  }
}

function isInput({ definition }: Instance): boolean {
  return definition.kind === 'metric_input' || definition.kind === 'service_input'
}
