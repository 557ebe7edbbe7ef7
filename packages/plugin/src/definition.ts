import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import type { PluginContext } from './context.ts'
import type { Aggregator, AggregatorContext } from './kinds/aggregator.ts'
import type { Extension } from './kinds/extension.ts'
import type { Flusher } from './kinds/flusher.ts'
import type { MetricInput } from './kinds/metric-input.ts'
import type { Processor } from './kinds/processor.ts'
import type { ServiceInput } from './kinds/service-input.ts'
import type { Awaitable } from './awaitable.ts'
import type { EventKind } from './models/event.ts'

export type PluginKind =
  | 'metric_input'
  | 'service_input'
  | 'processor'
  | 'aggregator'
  | 'flusher'
  | 'extension'

/** How much an operator may rely on a plugin. */
export type Stability = 'experimental' | 'alpha' | 'beta' | 'stable' | 'deprecated'

/** A schema of a plugin's options: any library's, as long as it offers Standard Schema with its JSON Schema. */
export interface ConfigSchema<Config = unknown> {
  readonly '~standard': StandardSchemaV1.Props<unknown, Config> &
    StandardJSONSchemaV1.Props<unknown, Config>
}

/** The options after validation: what `setup` gets. */
export type ConfigOf<Schema> = Schema extends {
  readonly '~standard': { readonly types?: infer Types }
}
  ? NonNullable<Types> extends { readonly output: infer Output }
    ? Output
    : unknown
  : unknown

/** What a plugin says of itself, as data: readable without running it. */
export interface Description<Schema> {
  /** The name configs use: lower snake case, by convention with the kind in front (`processor_…`), never another's. */
  readonly type: string
  /** One sentence. */
  readonly description: string
  readonly stability: Stability
  /** Options; leave it out when there are none. */
  readonly config?: Schema
  /**
   * Kinds of event a v2 facet handles; others pass by untouched. v1 facets and the columns view handle logs. Default:
   * all.
   */
  readonly events?: readonly EventKind[]
  /**
   * Whether a pipeline with it may run in several threads at once, where `--threads` asks for more. Each has an instance
   * of its own and handles a part of the events: an input then collects only the share that `context.replica` says, and
   * what goes to one destination agrees on it by `context.replica.shared`. Default: false, which keeps the pipeline in
   * one thread.
   */
  readonly replicable?: boolean
  /** Packages imported lazily, with their version ranges: installed only by distributions that list the plugin. */
  readonly requires?: Readonly<Record<string, string>>
  /**
   * For plugins that stand in for one of iLogtail's: which family's option rules they keep. Options are then matched
   * leniently (unknown keys warn, `extended` keys match in any case).
   */
  readonly compat?: 'native' | 'extended'
}

/** What inputs say in addition. */
export interface InputDescription<Config> {
  /**
   * How lost work comes back after a crash: `checkpoint` = the input resumes from what was delivered, `sender` = the
   * sender repeats what was not answered, `none` = it cannot (the default).
   */
  readonly replay?: 'checkpoint' | 'sender' | 'none'
  /** Whether a `--once` run ends by itself. Metric inputs are polled once and always end. Default: false. */
  readonly endsOnce?: boolean | ((config: Config) => boolean)
}

/** Validates and prepares; opens nothing, starts nothing, reads no clock. A throw is a configuration error. */
export type Setup<Config, Context, Instance> = (
  config: Config,
  context: Context,
) => Awaitable<Instance>

interface InstanceOfKind {
  readonly metric_input: MetricInput
  readonly service_input: ServiceInput
  readonly processor: Processor
  readonly aggregator: Aggregator
  readonly flusher: Flusher
  readonly extension: Extension
}

/** The instance `setup` of a kind makes. */
export type PluginInstance<Kind extends PluginKind = PluginKind> = InstanceOfKind[Kind]

/** The context `setup` of a kind gets. */
export type ContextOf<Kind extends PluginKind> = Kind extends 'aggregator'
  ? AggregatorContext
  : PluginContext

/** Marks a definition whatever copy of this package made it. */
export const DEFINITION_TAG = '~sluice'

/** A plugin as a value: what the six `define*` helpers return and a registry is made of. Frozen. */
export interface PluginDefinition<
  Kind extends PluginKind = PluginKind,
  // oxlint-disable-next-line typescript/no-explicit-any -- a list of definitions holds every type of options
  Config = any,
>
  extends Description<ConfigSchema<Config>>, InputDescription<Config> {
  /** The plugin API version the definition was made with. */
  readonly [DEFINITION_TAG]: string
  readonly kind: Kind
  readonly config: ConfigSchema<Config>
  readonly setup: Setup<Config, ContextOf<Kind>, PluginInstance<Kind>>
}

/** Whether a value is a definition, of any copy of this package and any API version. */
export function isDefinition(value: unknown): value is PluginDefinition {
  return typeof value === 'object' && value !== null && DEFINITION_TAG in value && 'kind' in value
}
