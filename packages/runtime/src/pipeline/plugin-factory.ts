import {
  type AggregatorContext,
  type LogGroupQueue,
  type PluginContext,
  type PluginDefinition,
  PluginError,
  type PluginInstance,
  type PluginKind,
} from '@sluice/plugin'
import { didYouMean, formatPluginRef, nearest, type PipelinePlan, type PluginPlan } from '../config/index.ts'
import { PluginMetrics } from '../metrics/plugin-metrics.ts'
import type { Instance } from './instance.ts'
import { toError } from './named-error.ts'
import type { PipelineServices } from './services.ts'
import { SetupError } from './setup-error.ts'

/** What instances reach in their own pipeline. */
export interface FactoryHooks {
  readonly queue: LogGroupQueue
  readonly caughtUp: (plugin: string, details: { readonly events: number; readonly path?: string }) => void
}

/** Makes the plugin instances of one pipeline. */
export class PluginFactory {
  readonly #plan: PipelinePlan
  readonly #services: PipelineServices
  readonly #signal: AbortSignal
  readonly #hooks: FactoryHooks
  readonly #ids = new Map<string, number>()
  readonly #extensions = new Map<string, Instance<'extension'>>()
  readonly instances: Instance[] = []

  constructor(plan: PipelinePlan, services: PipelineServices, signal: AbortSignal, hooks: FactoryHooks) {
    this.#plan = plan
    this.#services = services
    this.#signal = signal
    this.#hooks = hooks
  }

  /** Sets up every extension of the plan, so that the other plugins find them. */
  async createExtensions(): Promise<void> {
    for (const plan of this.#plan.extensions) {
      const instance = await this.create<'extension'>(plan)
      this.#extensions.set(formatPluginRef(plan), instance)
    }
  }

  /** Runs the plugin's `setup`; a throw is a `SetupError` with the place in the config. */
  async create<Kind extends PluginKind>(plan: PluginPlan): Promise<Instance<Kind>> {
    const definition = plan.definition as PluginDefinition<Kind>
    const plugin = this.#idOf(plan)
    const pipeline = this.#plan.name
    const metrics = new PluginMetrics(pipeline, plugin)
    const context = this.#contextOf(plugin, metrics)
    let facets: PluginInstance<Kind>
    try {
      facets = checkedFacets(definition, await definition.setup(plan.parsed, context as never))
    } catch (error) {
      throw new SetupError(plan, toError(error))
    }
    const kinds = definition.events === undefined ? undefined : new Set(definition.events)
    const number = this.#services.nextInstance()
    const instance: Instance<Kind> = { number, pipeline, plugin, plan, definition, facets, context, metrics, kinds }
    this.instances.push(instance as Instance)
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

  #contextOf(plugin: string, metrics: PluginMetrics): PluginContext | AggregatorContext {
    const { clock, logger, kernels, checkpoints, once } = this.#services
    const { name: configName, settings } = this.#plan
    return {
      configName,
      pluginId: plugin,
      settings,
      once,
      logger: logger.child({ pipeline: configName, plugin }),
      clock,
      checkpoints: checkpoints.of(configName, plugin),
      metrics,
      signal: this.#signal,
      kernels,
      queue: this.#hooks.queue,
      caughtUp: (details) => this.#hooks.caughtUp(plugin, details),
      extension: (name, options) => this.#extension(name, options ?? {}) as never,
    }
  }

  async #extension(name: string, options: Readonly<Record<string, unknown>>): Promise<unknown> {
    const shared = this.#extensions.get(name)
    if (shared !== undefined) return shared.facets
    const definition = name.includes('/') ? undefined : this.#services.registry.get('extensions', name)
    if (definition === undefined) throw this.#unknownExtension(name)
    const result = await definition.config['~standard'].validate(options)
    if (result.issues !== undefined) {
      const [issue] = result.issues
      throw new PluginError({
        code: 'EXTENSION_OPTIONS_INVALID',
        message: `the options of the extension ${name} are wrong: ${issue?.message ?? 'no reason given'}`,
        hint: `see \`sluice plugins doc ${name}\``,
      })
    }
    const owner = this.#plan.extensions[0] ?? this.#plan.inputs[0]
    const plan = { ...owner, section: 'extensions', type: name, definition, parsed: result.value } as PluginPlan
    return (await this.create<'extension'>(plan)).facets
  }

  #unknownExtension(name: string): PluginError {
    const known = name.includes('/') ? [...this.#extensions.keys()] : this.#services.registry.types('extensions')
    return new PluginError({
      code: 'EXTENSION_UNKNOWN',
      message: `there is no extension ${name} in the pipeline ${this.#plan.name}`,
      hint: didYouMean(nearest(name, known)) ?? 'add it under extensions: as Type: name/alias',
    })
  }
}

const FACETS: Readonly<Record<PluginKind, Readonly<Record<string, string>>>> = {
  metric_input: { v1: 'collect', v2: 'read' },
  service_input: { v1: 'start', v2: 'startService', columns: 'start' },
  processor: { v1: 'processLogs', v2: 'process', columns: 'process' },
  aggregator: { v1: 'add', v2: 'record', columns: 'add' },
  flusher: { v1: 'flush', v2: 'export', columns: 'write' },
  extension: {},
}

/** What `setup` returned, if it has at least one facet with its method. */
function checkedFacets<Kind extends PluginKind>(
  { type, kind }: PluginDefinition<Kind>,
  returned: unknown,
): PluginInstance<Kind> {
  const isObject = typeof returned === 'object' && returned !== null
  const methods = Object.entries(FACETS[kind])
  const found = methods.filter(([facet]) => isObject && (returned as Record<string, unknown>)[facet] !== undefined)
  const whole = found.every(([facet, method]) => {
    const candidate = (returned as Record<string, Record<string, unknown> | null>)[facet]
    return typeof candidate?.[method] === 'function'
  })
  if (isObject && whole && (found.length > 0 || methods.length === 0)) return returned as PluginInstance<Kind>
  const expected = methods.map(([facet, method]) => `${facet}: { ${method}() … }`).join(' or ')
  throw new PluginError({
    code: 'PLUGIN_BAD_INSTANCE',
    message: `setup of ${type} did not return a ${kind.replace('_', ' ')}`,
    hint: `return an object with ${expected || 'the interface of the extension'}`,
  })
}
