import {
  type ConfigOf,
  type ConfigSchema,
  type ContextOf,
  DEFINITION_TAG,
  type Description,
  type InputDescription,
  type PluginDefinition,
  type PluginInstance,
  type PluginKind,
  type Setup,
} from './definition.ts'
import { noOptions } from './no-options.ts'
import type { Extension } from './kinds/extension.ts'
import { PLUGIN_API_VERSION } from './version.ts'

interface Definable<Kind extends PluginKind, Schema> extends Description<Schema> {
  readonly setup: Setup<ConfigOf<Schema>, ContextOf<Kind>, PluginInstance<Kind>>
}

type DefinableInput<Kind extends PluginKind, Schema> = Definable<Kind, Schema> &
  InputDescription<ConfigOf<Schema>>

/** An input that runs by itself and pushes events: a listener, a tail, a subscription. */
export function defineServiceInput<Schema extends ConfigSchema = ConfigSchema<NoOptions>>(
  definition: DefinableInput<'service_input', Schema>,
): PluginDefinition<'service_input', ConfigOf<Schema>> {
  return define('service_input', definition)
}

/** An input that is polled at an interval. */
export function defineMetricInput<Schema extends ConfigSchema = ConfigSchema<NoOptions>>(
  definition: DefinableInput<'metric_input', Schema>,
): PluginDefinition<'metric_input', ConfigOf<Schema>> {
  return define('metric_input', definition)
}

/** Changes, adds or drops events on their way. */
export function defineProcessor<Schema extends ConfigSchema = ConfigSchema<NoOptions>>(
  definition: Definable<'processor', Schema>,
): PluginDefinition<'processor', ConfigOf<Schema>> {
  return define('processor', definition)
}

/** Holds events and groups them anew before they are flushed. */
export function defineAggregator<Schema extends ConfigSchema = ConfigSchema<NoOptions>>(
  definition: Definable<'aggregator', Schema>,
): PluginDefinition<'aggregator', ConfigOf<Schema>> {
  return define('aggregator', definition)
}

/** Delivers events to a destination. */
export function defineFlusher<Schema extends ConfigSchema = ConfigSchema<NoOptions>>(
  definition: Definable<'flusher', Schema>,
): PluginDefinition<'flusher', ConfigOf<Schema>> {
  return define('flusher', definition)
}

/** Something other plugins use by name: an authenticator, an encoder, a breaker. */
export function defineExtension<
  Schema extends ConfigSchema = ConfigSchema<NoOptions>,
  Instance extends Extension = Extension,
>(
  definition: Description<Schema> & {
    readonly setup: Setup<ConfigOf<Schema>, ContextOf<'extension'>, Instance>
  },
): PluginDefinition<'extension', ConfigOf<Schema>> {
  return define('extension', definition)
}

/** The options of a plugin that declares none. */
export type NoOptions = Readonly<Record<string, never>>

function define<Kind extends PluginKind, Schema>(
  kind: Kind,
  definition: Definable<Kind, Schema> & InputDescription<ConfigOf<Schema>>,
): PluginDefinition<Kind, ConfigOf<Schema>> {
  const config = (definition.config ?? noOptions) as ConfigSchema<ConfigOf<Schema>>
  return Object.freeze({ ...definition, [DEFINITION_TAG]: PLUGIN_API_VERSION, kind, config })
}
