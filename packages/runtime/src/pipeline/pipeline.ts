import { setImmediate as nextTurn } from 'node:timers/promises'
import { join } from 'node:path'
import type { LogGroup, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import type { PipelinePlan } from '../config/index.ts'
import { DeadLetterFile } from '../delivery/dead-letters.ts'
import { DeliveryTracker } from '../delivery/delivery-tracker.ts'
import { type MetricSample, PluginMetrics } from '../metrics/plugin-metrics.ts'
import { AggregatorStage } from './aggregator-stage.ts'
import { bindAggregator } from './bind-aggregator.ts'
import { BoundedQueue } from './bounded-queue.ts'
import { isThenable } from './call-guard.ts'
import { chooseAggregator } from './choose-aggregator.ts'
import { FlusherStage } from './flusher-stage.ts'
import { Intake } from './intake.ts'
import type { Instance } from './instance.ts'
import { MetricInputRunner } from './metric-input-runner.ts'
import { toError } from './named-error.ts'
import { normalizeV1 } from './normalize.ts'
import { PluginFactory } from './plugin-factory.ts'
import { ProcessorStage } from './processor-stage.ts'
import { Router } from './router.ts'
import { type InputEnd, ServiceInputRunner } from './service-input-runner.ts'
import type { PipelineServices } from './services.ts'

/** Longest time the runner keeps the thread to itself, so that timers and the watchdog's heartbeat get their turn. */
const LONGEST_TURN_MS = 5

/** How a pipeline stopped. */
export interface StopResult {
  /** False when the deadline passed: what was not delivered stays unacknowledged and comes again. */
  readonly clean: boolean
}

interface Input {
  readonly tracker: DeliveryTracker
  readonly instance: Instance
  readonly run: () => Promise<InputEnd | void>
}

/** One pipeline in its data thread: inputs → queue → processors → aggregator → router → flushers. */
export class Pipeline {
  readonly plan: PipelinePlan
  readonly #services: PipelineServices
  readonly #logger: Logger
  readonly #metrics: PluginMetrics
  readonly #stopInputs = new AbortController()
  readonly #stopTimers = new AbortController()
  readonly #giveUp = new AbortController()
  readonly #queue: BoundedQueue<Group>
  readonly #aggregatorQueue: BoundedQueue<LogGroup>
  readonly #factory: PluginFactory
  #inputs: Input[] = []
  #processors: ProcessorStage[] = []
  #aggregator: AggregatorStage | undefined
  #flushers: FlusherStage[] = []
  #router = new Router([])
  #running: { inputs: Promise<unknown>; runner: Promise<void>; aggregator: Promise<unknown>; flushers: Promise<unknown> }
  #turnBegan = 0
  #alarmed = false

  private constructor(plan: PipelinePlan, services: PipelineServices) {
    const { settings, name } = plan
    this.plan = plan
    this.#services = services
    this.#logger = services.logger.child({ pipeline: name })
    this.#metrics = new PluginMetrics(name, '')
    this.#queue = new BoundedQueue(settings.defaultLogQueueSize)
    this.#aggregatorQueue = new BoundedQueue(settings.defaultLogGroupQueueSize)
    const done = Promise.resolve()
    this.#running = { inputs: done, runner: done, aggregator: done, flushers: done }
    this.#factory = new PluginFactory(plan, services, this.#stopInputs.signal, {
      queue: logGroupQueue(this.#aggregatorQueue, services),
      caughtUp: (plugin, details) => void this.#reportCaughtUp(plugin, details),
    })
  }

  /** Sets every plugin up; opens nothing. Throws a `SetupError` for the first one that refuses. */
  static async create(plan: PipelinePlan, services: PipelineServices): Promise<Pipeline> {
    const pipeline = new Pipeline(plan, services)
    await pipeline.#create()
    return pipeline
  }

  get instances(): readonly Instance[] {
    return this.#factory.instances
  }

  /** Numbers of all plugins and of the pipeline itself. */
  samples(): MetricSample[] {
    this.#metrics.gauge('open_sources').set(this.openSources)
    return [...this.#metrics.samples(), ...this.#factory.instances.flatMap(({ metrics }) => metrics.samples())]
  }

  /** Hand-overs of the inputs that are not yet delivered. */
  get openSources(): number {
    return this.#inputs.reduce((sum, { tracker }) => sum + tracker.openCount, 0)
  }

  async #create(): Promise<void> {
    const { plan } = this
    await this.#factory.createExtensions()
    const model = plan.settings.structureType
    for (const flusher of plan.flushers) this.#flushers.push(this.#flusher(await this.#factory.create(flusher), model))
    this.#router = new Router(this.#flushers)
    const aggregator = chooseAggregator(plan, this.#services.registry)
    if (aggregator !== undefined) this.#aggregator = this.#aggregatorStage(await this.#factory.create(aggregator), model)
    for (const processor of plan.processors) {
      const instance = await this.#factory.create<'processor'>(processor)
      this.#processors.push(new ProcessorStage(instance, model, this.#stageServices()))
    }
    for (const input of plan.inputs) this.#inputs.push(this.#input(await this.#factory.create(input)))
  }

  /** Starts consumers first and inputs last. Returns the promise for the end of all inputs. */
  start(): Promise<readonly (InputEnd | void)[]> {
    const flushers = Promise.all(this.#flushers.map((flusher) => flusher.run()))
    const aggregator = Promise.all([this.#aggregator?.run(), this.#aggregator?.runQueue()])
    const runner = this.#run()
    const inputs = Promise.all(this.#inputs.map((input) => input.run()))
    this.#running = { inputs, runner, aggregator, flushers }
    return inputs
  }

  /**
   * Stops inputs first and flushers last, draining in between, within the pipeline's `StopTimeout`. `removed` says that
   * the pipeline will not come back.
   */
  async stop({ removed }: { readonly removed: boolean }): Promise<StopResult> {
    const { clock } = this.#services
    const timer = new AbortController()
    const late = clock.sleep(this.plan.settings.stopTimeoutMs, timer.signal).then(() => 'late' as const)
    const outcome = await Promise.race([this.#drain(removed).then(() => 'drained' as const), late])
    timer.abort()
    const clean = outcome === 'drained' && this.openSources === 0
    if (!clean) {
      this.#giveUp.abort()
      this.#logger.warn({ openSources: this.openSources }, 'stopped before everything was delivered; it will come again')
    }
    await this.#close(removed && clean, clean)
    return { clean }
  }

  /** Drops the pipeline without waiting for anything: nothing it still does has an effect. */
  abandon(): void {
    for (const { tracker } of this.#inputs) tracker.close()
    this.#services.guard.forget(this.plan.name)
    for (const controller of [this.#stopInputs, this.#stopTimers, this.#giveUp]) controller.abort()
    this.#queue.abandon()
    this.#aggregatorQueue.abandon()
    for (const flusher of this.#flushers) flusher.close()
    void this.#stopPlugins(() => true)
  }

  /** To be called about once a second: raises the alarm for what is undelivered for too long. */
  checkAge(): void {
    const { maxUnackedAgeMs } = this.plan.settings
    const oldest = this.#inputs.find(({ tracker }) => tracker.oldestAge > maxUnackedAgeMs)
    if (oldest !== undefined && !this.#alarmed) {
      const { tracker, instance } = oldest
      const fields = { plugin: instance.plugin, ageMs: Math.round(tracker.oldestAge), openSources: tracker.openCount }
      this.#logger.error(fields, 'events of this input have been undelivered for longer than MaxUnackedAge')
      this.#metrics.counter('unacked_age_alarms_total').add()
    }
    this.#alarmed = oldest !== undefined
  }

  async #reportCaughtUp(plugin: string, details: { readonly events: number; readonly path?: string }): Promise<void> {
    const input = this.#inputs.find(({ instance }) => instance.plugin === plugin)
    void this.#aggregator?.flush()
    const delivered = await input?.tracker.delivered().then(
      () => true,
      () => false,
    )
    if (delivered === true) this.#services.report({ type: 'caught_up', pipeline: this.plan.name, plugin, ...details })
  }

  async #run(): Promise<void> {
    for (let group = await this.#queue.take(); group !== undefined; group = await this.#queue.take()) {
      await this.#process(group)
      if (this.#queue.pending === 0) this.#aggregator?.inputIsIdle()
      if (performance.now() - this.#turnBegan > LONGEST_TURN_MS) {
        await nextTurn()
        this.#turnBegan = performance.now()
      }
    }
  }

  async #process(group: Group): Promise<void> {
    let groups: readonly Group[] = [group]
    for (const processor of this.#processors) {
      const next: Group[] = []
      for (const one of groups) {
        const results = processor.process(one)
        next.push(...(isThenable(results) ? await results : results))
      }
      groups = next
    }
    for (const result of groups) await this.#handOn(result)
  }

  async #handOn(group: Group): Promise<void> {
    const { settings } = this.plan
    const before = group.eventCount
    if (settings.structureType === 'v1') normalizeV1(group, { ...settings, clock: this.#services.clock })
    if (group.eventCount < before) this.#metrics.counter('empty_logs_total').add(before - group.eventCount)
    if (this.#aggregator === undefined || group.eventCount === 0) return this.#router.route([group])
    try {
      await this.#aggregator.add(group)
    } catch (error) {
      this.#logger.error({ error: toError(error) }, 'a group could not be aggregated')
    }
  }

  async #drain(removed: boolean): Promise<void> {
    for (const { facets } of this.#flushers.map((flusher) => flusher.instance)) facets.setUrgent?.(removed)
    this.#stopInputs.abort()
    await this.#running.inputs
    await this.#stopPlugins((instance) => instance.definition.kind.endsWith('_input'))
    this.#queue.close()
    await this.#running.runner
    this.#stopTimers.abort()
    await this.#aggregator?.flush()
    this.#aggregatorQueue.close()
    await this.#running.aggregator
    for (const flusher of this.#flushers) flusher.close()
    await this.#running.flushers
    await this.#stopPlugins((instance) => !instance.definition.kind.endsWith('_input'))
  }

  async #close(removed: boolean, clean: boolean): Promise<void> {
    if (clean && removed) await this.#callRemoved()
    await this.#services.checkpoints.settled()
    if (!clean) this.abandon()
    for (const { tracker } of this.#inputs) tracker.close()
  }

  async #callRemoved(): Promise<void> {
    for (const { facets, plugin } of this.#inputs.map((input) => input.instance)) {
      if (!('onPipelineRemoved' in facets)) continue
      await this.#quietly(plugin, () => facets.onPipelineRemoved?.())
    }
  }

  readonly #stopped = new Set<Instance>()

  async #stopPlugins(which: (instance: Instance) => boolean): Promise<void> {
    const order = this.#factory.instances.toReversed().filter((instance) => which(instance))
    for (const instance of order) {
      if (this.#stopped.has(instance)) continue
      this.#stopped.add(instance)
      await this.#quietly(instance.plugin, () => (instance.facets as { stop?(): unknown }).stop?.())
    }
  }

  async #quietly(plugin: string, work: () => unknown): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#logger.error({ plugin, error: toError(error) }, 'a plugin failed while stopping')
    }
  }

  #stageServices() {
    const { guard, clock, dataDir } = this.#services
    const evicted = this.#metrics.counter('dead_letter_files_evicted_total')
    const { name } = this.plan
    const logger = this.#logger
    const file = join(dataDir, 'dead-letter', `${name}.jsonl`)
    const deadLetters = new DeadLetterFile({ file, pipeline: name, clock, logger, evicted })
    return { guard, logger, deadLetters, limitTicks: this.#limitTicks }
  }

  get #limitTicks(): number {
    return Math.ceil(this.plan.settings.callTimeoutMs / this.#services.tickMs)
  }

  #flusher(instance: Instance<'flusher'>, model: 'v1' | 'v2'): FlusherStage {
    const queueSize = this.plan.settings.defaultLogGroupQueueSize
    const { random } = this.#services
    return new FlusherStage({
      ...this.#stageServices(),
      instance,
      model,
      queueSize,
      random,
      giveUp: this.#giveUp.signal,
    })
  }

  #aggregatorStage(instance: Instance<'aggregator'>, model: 'v1' | 'v2'): AggregatorStage {
    return new AggregatorStage({
      ...this.#stageServices(),
      instance,
      bound: bindAggregator(instance, model, this.#services.arenas),
      intervalMs: instance.facets.interval ?? this.plan.settings.aggregateIntervalMs,
      signal: this.#stopTimers.signal,
      queue: this.#aggregatorQueue,
      emit: (groups) => this.#router.route(groups),
    })
  }

  #input(instance: Instance<'metric_input' | 'service_input'>): Input {
    const { clock, checkpoints, arenas, guard, random } = this.#services
    const { plugin, metrics, pipeline } = instance
    const tracker = new DeliveryTracker(clock, (key, value) => {
      checkpoints.write(pipeline, `${plugin}\n${key}`, value).catch((error: unknown) => {
        this.#logger.error({ plugin, error: toError(error) }, 'a checkpoint could not be stored')
      })
    })
    const flushNow = (): void => void this.#aggregator?.flush()
    const intake = new Intake({ plugin, queue: this.#queue, tracker, arenas, clock, metrics, flushNow })
    const { settings } = this.plan
    const shared = {
      intake,
      model: settings.structureType,
      guard,
      random,
      logger: this.#logger,
      signal: this.#stopInputs.signal,
      limitTicks: this.#limitTicks,
    }
    if (isService(instance)) {
      const runner = new ServiceInputRunner({ ...shared, instance })
      return { tracker, instance, run: () => runner.run() }
    }
    const metric = instance as Instance<'metric_input'>
    const runner = new MetricInputRunner({
      ...shared,
      instance: metric,
      intervalMs: metric.facets.interval ?? metric.plan.intervalMs ?? settings.inputIntervalMs,
      maxFirstDelayMs: settings.inputMaxFirstCollectDelayMs,
    })
    return { tracker, instance, run: () => runner.run() }
  }
}

function isService(instance: Instance): instance is Instance<'service_input'> {
  return instance.definition.kind === 'service_input'
}

function logGroupQueue(queue: BoundedQueue<LogGroup>, { clock }: PipelineServices) {
  return {
    add(group: LogGroup): boolean {
      if (group.logs.length === 0) return true
      if (queue.pending > 0 && queue.weight >= 1) return false
      void queue.put(group, 1)
      return true
    },
    async addWithWait(group: LogGroup, milliseconds: number): Promise<boolean> {
      const deadline = clock.monotonic() + milliseconds
      while (!this.add(group)) {
        if (clock.monotonic() >= deadline) return false
        await clock.sleep(1)
      }
      return true
    },
  }
}
