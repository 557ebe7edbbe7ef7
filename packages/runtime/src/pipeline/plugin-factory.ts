import {
  type AggregatorContext,
  type LogGroupQueue,
  type PluginContext,
  type PluginDefinition,
  PluginError,
  type PluginInstance,
  type PluginKind,
} from '@sluice/plugin'
import {
  didYouMean,
  formatPluginRef,
  nearest,
  type PipelinePlan,
  type PluginPlan,
} from '../config/index.ts'
import { toError } from '../carrier/named-error.ts'
import { PluginMetrics } from '../metrics/plugin-metrics.ts'
import { checkedInstance } from './checked-instance.ts'
import { enginePlan } from './engine-plan.ts'
import type { Instance } from './instance.ts'
import { type KernelUse, observeKernels } from './observe-kernels.ts'
import type { PipelineLife } from './pipeline-life.ts'
import { type PipelineReplica, replicaOf } from './replicas.ts'
import type { PipelineServices } from './services.ts'
import { SetupError } from './setup-error.ts'

/** What instances reach in their own pipeline. */
export interface FactoryHooks {
  readonly replica: PipelineReplica
  readonly queue: LogGroupQueue
  readonly caughtUp: (
    plugin: string,
    details: { readonly events: number; readonly path?: string },
  ) => void
}

/** Makes the plugin instances of one pipeline. */
export class PluginFactory {
  readonly #plan: PipelinePlan
  readonly #services: PipelineServices
  readonly #life: PipelineLife
  readonly #hooks: FactoryHooks
  readonly #ids = new Map<string, number>()
  readonly #extensions = new Map<string, Instance<'extension'>>()
  /** In the order they were made; what one depends on comes before it. */
  readonly instances: Instance[] = []

  constructor(
    plan: PipelinePlan,
    services: PipelineServices,
    life: PipelineLife,
    hooks: FactoryHooks,
  ) {
    this.#plan = plan
    this.#services = services
    this.#life = life
    this.#hooks = hooks
  }

  /** Sets up every extension of the plan, so that the other plugins find them. */
  async createExtensions(): Promise<void> {
    for (const plan of this.#plan.extensions) {
      const instance = await this.create<'extension'>(plan)
      if (plan.alias !== undefined) this.#extensions.set(formatPluginRef(plan), instance)
    }
  }

  /** Runs the plugin's `setup`; a throw is a `SetupError` with the place in the config. */
  async create<Kind extends PluginKind>(plan: PluginPlan): Promise<Instance<Kind>> {
    const definition = plan.definition as PluginDefinition<Kind>
    const plugin = this.#idOf(plan)
    const pipeline = this.#plan.name
    const metrics = new PluginMetrics(pipeline, plugin)
    const asked: KernelUse[] = []
    let isSetUp = false
    const kernels = observeKernels(this.#services.kernels, (use) => {
      if (!isSetUp) asked.push(use)
    })
    const context = { ...this.#contextOf(plan, plugin, metrics), kernels }
    let facets: PluginInstance<Kind>
    try {
      facets = checkedInstance(definition, await definition.setup(plan.parsed, context as never))
    } catch (error) {
      throw new SetupError(plan, toError(error))
    }
    isSetUp = true
    const kinds = definition.events === undefined ? undefined : new Set(definition.events)
    const number = this.#services.nextInstance()
    const instance: Instance<Kind> = {
      number,
      pipeline,
      plugin,
      plan,
      definition,
      facets,
      context,
      metrics,
      kernels: asked,
      kinds,
    }
    this.instances.push(instance)
    return instance
  }

  /** `type/alias`, or `type/n` for the n-th of its type in the section: stable when other plugins come and go. */
  #idOf(plan: PluginPlan): string {
    if (plan.alias !== undefined) return formatPluginRef(plan)
    const key = `${plan.section} ${plan.type}`
    const number = (this.#ids.get(key) ?? 0) + 1
    this.#ids.set(key, number)
    return `${plan.type}/${number}`
  }

  #contextOf(
    plan: PluginPlan,
    plugin: string,
    metrics: PluginMetrics,
  ): Omit<PluginContext & AggregatorContext, 'kernels'> {
    const { clock, logger, checkpoints, once } = this.#services
    const { name: configName, settings } = this.#plan
    const life = this.#life
    return {
      configName,
      pluginId: plugin,
      settings,
      replica: replicaOf(this.#hooks.replica, this.#plan, plan),
      once,
      logger: logger.child({ pipeline: configName, plugin }),
      clock,
      checkpoints: checkpoints.of(configName, plugin, () => life.isAbandoned),
      metrics: metrics.forPlugin,
      signal: plan.section === 'inputs' ? life.inputs : life.work,
      queue: this.#hooks.queue,
      caughtUp: (details) => this.#hooks.caughtUp(plugin, details),
      extension: (name, options) => this.#extension(plan, name, options ?? {}) as never,
    }
  }

  async #extension(
    owner: PluginPlan,
    name: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    const shared = this.#extensions.get(name)
    if (shared !== undefined) return shared.facets
    const definition = name.includes('/')
      ? undefined
      : this.#services.registry.get('extensions', name)
    if (definition === undefined) throw this.#unknownExtension(name)
    const result = await definition.config['~standard'].validate(options)
    if (result.issues !== undefined) throw optionsInvalid(name, result.issues[0])
    const plan = enginePlan(owner, 'extensions', definition, options, result.value)
    return (await this.create<'extension'>(plan)).facets
  }

  #unknownExtension(name: string): PluginError {
    const known = name.includes('/')
      ? [...this.#extensions.keys()]
      : this.#services.registry.types('extensions')
    return new PluginError({
      code: 'EXTENSION_UNKNOWN',
      message: `there is no extension ${name} in the pipeline ${this.#plan.name}`,
      hint: didYouMean(nearest(name, known)) ?? 'add it under extensions: as Type: name/alias',
    })
  }
}

function optionsInvalid(
  name: string,
  issue: { readonly message: string } | undefined,
): PluginError {
  return new PluginError({
    code: 'EXTENSION_OPTIONS_INVALID',
    message: `the options of the extension ${name} are wrong: ${issue?.message ?? 'no reason given'}`,
    hint: `see \`sluice plugins doc ${name}\``,
  })
}
