import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'

/** The lists of a pipeline file that hold plugins. */
export type PluginSection = 'inputs' | 'processors' | 'aggregators' | 'flushers' | 'extensions'

/** What loading a configuration needs to know of a plugin definition. */
export interface DefinitionView {
  readonly kind:
    | 'metric_input'
    | 'service_input'
    | 'processor'
    | 'aggregator'
    | 'flusher'
    | 'extension'
  readonly type: string
  /** The original family whose rules for option keys a built-in follows; absent for every other plugin. */
  readonly compat?: 'native' | 'extended'
  readonly replicable?: boolean
  readonly config: StandardSchemaV1 & StandardJSONSchemaV1
}

/** What loading a configuration needs to know of the registry. */
export interface RegistryView {
  get(section: PluginSection, type: string): DefinitionView | undefined
  types(section: PluginSection): readonly string[]
  /** The manifest line that brings in a plugin this distribution was built without. */
  absent?(type: string): string | undefined
}
