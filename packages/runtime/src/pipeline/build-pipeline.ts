import { join } from 'node:path'
import type { LogGroup } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { toError } from '../carrier/named-error.ts'
import type { PipelinePlan } from '../config/index.ts'
import { DeadLetterFile } from '../delivery/dead-letters.ts'
import { DeliveryTracker } from '../delivery/delivery-tracker.ts'
import { PluginMetrics } from '../metrics/plugin-metrics.ts'
import { AggregatorStage } from './aggregator-stage.ts'
import { type BoundAggregator, bindAggregator } from './bind-aggregator.ts'
import { BoundedQueue } from './bounded-queue.ts'
import { chooseAggregator } from './choose-aggregator.ts'
import { FlusherStage } from './flusher-stage.ts'
import { Flow } from './flow.ts'
import type { Instance } from './instance.ts'
import { Intake } from './intake.ts'
import { QueueOfLogGroups } from './log-group-queue.ts'
import { MetricInputRunner } from './metric-input-runner.ts'
import type { PipelineLife } from './pipeline-life.ts'
import { type FactoryHooks, PluginFactory } from './plugin-factory.ts'
import { ProcessorStage, type StageServices } from './processor-stage.ts'
import { Router } from './router.ts'
import { type InputEnd, ServiceInputRunner } from './service-input-runner.ts'
import type { PipelineServices } from './services.ts'

/** One input of a pipeline. */
export interface Input {
  readonly instance: Instance
  readonly tracker: DeliveryTracker
  readonly run: () => Promise<InputEnd>
}

/** What a pipeline is made of. */
export interface PipelineParts {
  readonly queue: BoundedQueue<Group>
  readonly inputs: readonly Input[]
  readonly flow: Flow
  readonly aggregator: AggregatorStage | undefined
  readonly flushers: readonly FlusherStage[]
  /** All plugin instances in the order they were made; grows when a plugin asks for an extension later. */
  readonly instances: readonly Instance[]
  /** Numbers of the pipeline as a whole. */
  readonly metrics: PluginMetrics
}

/** Sets every plugin of a pipeline up, consumers first; opens nothing. Throws a `SetupError` for the first that refuses. */
export async function buildPipeline(
  plan: PipelinePlan,
  services: PipelineServices,
  life: PipelineLife,
  hooks: Omit<FactoryHooks, 'queue'>,
): Promise<PipelineParts> {
  return await new Builder(plan, services, life, hooks).build()
}

class Builder {
  readonly #plan: PipelinePlan
  readonly #services: PipelineServices
  readonly #life: PipelineLife
  readonly #factory: PluginFactory
  readonly #metrics: PluginMetrics
  readonly #stage: StageServices
  readonly #queue: BoundedQueue<Group>
  readonly #complete: BoundedQueue<Group>
  #bound: BoundAggregator | undefined

  constructor(
    plan: PipelinePlan,
    services: PipelineServices,
    life: PipelineLife,
    hooks: Omit<FactoryHooks, 'queue'>,
  ) {
    const { name, settings } = plan
    const { clock, dataDir, guard, tickMs } = services
    this.#plan = plan
    this.#services = services
    this.#life = life
    this.#metrics = new PluginMetrics(name, '')
    this.#queue = new BoundedQueue(settings.defaultLogQueueSize)
    this.#complete = new BoundedQueue(settings.defaultLogGroupQueueSize)
    const toGroups = (found: LogGroup): readonly Group[] => this.#bound?.fromQueue(found) ?? []
    const queue = new QueueOfLogGroups(this.#complete, clock, toGroups)
    this.#factory = new PluginFactory(plan, services, life, { queue, ...hooks })
    const logger = services.logger.child({ pipeline: name })
    const file = join(dataDir, 'dead-letter', `${name}.jsonl`)
    const deadLetters = new DeadLetterFile({
      file,
      pipeline: name,
      clock,
      logger,
      written: this.#metrics.counter('dead_letter_events_total'),
      evicted: this.#metrics.counter('dead_letter_files_evicted_total'),
      giveUp: life.work,
    })
    const limitTicks = Math.ceil(settings.callTimeoutMs / tickMs)
    this.#stage = { guard, limitTicks, logger, deadLetters }
  }

  async build(): Promise<PipelineParts> {
    await this.#factory.createExtensions()
    const flushers = await this.#flushers()
    const router = new Router(flushers, this.#metrics.counter('unmatched_events_total'))
    const aggregator = await this.#aggregator(router)
    const processors = await this.#processors()
    const flow = new Flow({
      queue: this.#queue,
      processors,
      aggregator,
      router,
      settings: this.#plan.settings,
      clock: this.#services.clock,
      logger: this.#stage.logger,
      emptyLogs: this.#metrics.counter('empty_logs_total'),
      giveUp: this.#life.work,
    })
    const inputs = await this.#inputs(flow)
    const { instances } = this.#factory
    return {
      queue: this.#queue,
      inputs,
      flow,
      aggregator,
      flushers,
      instances,
      metrics: this.#metrics,
    }
  }

  async #flushers(): Promise<FlusherStage[]> {
    const { settings, flushers } = this.#plan
    const stages: FlusherStage[] = []
    for (const plan of flushers) {
      const instance = await this.#factory.create<'flusher'>(plan)
      const { pipeline, plugin } = instance
      const stage = new FlusherStage({
        ...this.#stage,
        instance,
        closed: () => this.#services.report({ type: 'closed', pipeline, plugin }),
        model: settings.structureType,
        queueSize: settings.defaultLogGroupQueueSize,
        random: this.#services.random,
        giveUp: this.#life.work,
      })
      stages.push(stage)
    }
    return stages
  }

  async #aggregator(router: Router): Promise<AggregatorStage | undefined> {
    const { settings } = this.#plan
    const { registry, heap } = this.#services
    const plan = chooseAggregator(this.#plan, registry)
    if (plan === undefined) return undefined
    const instance = await this.#factory.create<'aggregator'>(plan)
    const bound = bindAggregator(instance, settings.structureType, heap)
    this.#bound = bound
    return new AggregatorStage({
      ...this.#stage,
      instance,
      bound,
      queue: this.#complete,
      intervalMs: instance.facets.interval || settings.aggregateIntervalMs,
      signal: this.#life.timers,
      giveUp: this.#life.work,
      emit: (groups) => router.route(groups),
    })
  }

  async #processors(): Promise<ProcessorStage[]> {
    const { settings, processors } = this.#plan
    const stages: ProcessorStage[] = []
    for (const plan of processors) {
      const instance = await this.#factory.create<'processor'>(plan)
      stages.push(new ProcessorStage(instance, settings.structureType, this.#stage))
    }
    return stages
  }

  async #inputs(flow: Flow): Promise<Input[]> {
    const inputs: Input[] = []
    for (const plan of this.#plan.inputs)
      inputs.push(this.#input(await this.#factory.create(plan), flow))
    return inputs
  }

  #input(instance: Instance<'metric_input' | 'service_input'>, flow: Flow): Input {
    const { clock, arenas, heap, random } = this.#services
    const { settings } = this.#plan
    const { plugin, metrics } = instance
    const tracker = this.#tracker(instance)
    const signal = this.#life.inputs
    const flushNow = (): void => flow.flushNow()
    const queue = this.#queue
    const intake = new Intake({
      plugin,
      queue,
      tracker,
      heap,
      arenas,
      clock,
      metrics,
      signal,
      flushNow,
    })
    const shared = { ...this.#stage, intake, model: settings.structureType, random, signal }
    if (!isMetric(instance)) {
      const service = instance as Instance<'service_input'>
      const runner = new ServiceInputRunner({ ...shared, instance: service })
      return { tracker, instance, run: () => runner.run() }
    }
    const runner = new MetricInputRunner({
      ...shared,
      instance,
      intervalMs: instance.facets.interval || instance.plan.intervalMs || settings.inputIntervalMs,
      maxFirstDelayMs: settings.inputMaxFirstCollectDelayMs,
    })
    return { tracker, instance, run: () => runner.run() }
  }

  #tracker({ pipeline, plugin }: Instance<'metric_input' | 'service_input'>): DeliveryTracker {
    const { clock, checkpoints } = this.#services
    return new DeliveryTracker(clock, (key, value) => {
      checkpoints.write(pipeline, `${plugin}\n${key}`, value).catch((error: unknown) => {
        const fields = { plugin, error: toError(error) }
        this.#stage.logger.error(fields, 'a checkpoint could not be stored')
      })
    })
  }
}

function isMetric(
  instance: Instance<'metric_input' | 'service_input'>,
): instance is Instance<'metric_input'> {
  return instance.definition.kind === 'metric_input'
}
