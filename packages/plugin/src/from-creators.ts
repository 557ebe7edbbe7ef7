import {
  type ConfigSchema,
  DEFINITION_TAG,
  type PluginDefinition,
  type PluginInstance,
  type PluginKind,
} from './definition.ts'
import { PLUGIN_API_VERSION } from './version.ts'

/**
 * A plugin ported line by line from Go: options are its own fields with their defaults, methods keep their names in
 * camel case. `init` is called with the context once the options are set.
 */
export interface CreatedPlugin {
  init?(context: unknown): unknown
  description?(): string
  [member: string]: any
}

export type Creators = Readonly<Record<string, () => object>>

/**
 * Definitions from creator functions, for plugins written the way `AddServiceCreator(type, create)` registers them:
 * `export default fromCreators({ service_example_plugin: () => new MyServiceInput() })`. The kind follows from the
 * methods. Options are the fields whose default is a string, number, boolean, array or plain object, matched in any
 * case; a static `config` schema on the class is used instead when there is one.
 */
export function fromCreators(creators: Creators): readonly PluginDefinition[] {
  return Object.entries(creators).map(([type, create]) => fromCreator(type, create as () => CreatedPlugin))
}

const KIND_METHODS: readonly (readonly [PluginKind, readonly [v1: string, v2: string] | readonly []])[] = [
  ['service_input', ['start', 'startService']],
  ['metric_input', ['collect', 'read']],
  ['processor', ['processLogs', 'process']],
  ['aggregator', ['add', 'record']],
  ['flusher', ['flush', 'export']],
  ['extension', []],
]

function fromCreator(type: string, create: () => CreatedPlugin): PluginDefinition {
  const sample = create()
  const [kind, methods] = KIND_METHODS.find(
    ([, names]) => names.length === 0 || names.some((name) => typeof sample[name] === 'function'),
  ) as (typeof KIND_METHODS)[number]
  const declared = (sample.constructor as { readonly config?: ConfigSchema }).config
  return Object.freeze({
    [DEFINITION_TAG]: PLUGIN_API_VERSION,
    type,
    kind,
    description: sample.description?.() ?? `${type}, made by a creator function.`,
    stability: 'stable' as const,
    config: declared ?? fieldSchema(sample),
    setup: async (config: Readonly<Record<string, unknown>>, context: unknown) => {
      const plugin = Object.assign(create(), config)
      const interval = await plugin.init?.(context)
      return instance(plugin, methods, interval) as PluginInstance
    },
  })
}

/** The facets are the plugin itself: its methods keep their `this`. */
function instance(plugin: CreatedPlugin, methods: readonly string[], interval: unknown): object {
  if (methods.length === 0) return plugin
  const [v1, v2] = methods as readonly [string, string]
  const facets: Record<string, unknown> = {}
  if (typeof plugin[v1] === 'function') facets['v1'] = plugin
  if (typeof plugin[v2] === 'function') facets['v2'] = plugin
  for (const name of ['stop', 'isReady', 'setUrgent', 'reset', 'onPipelineRemoved']) {
    if (typeof plugin[name] === 'function') facets[name] = plugin[name].bind(plugin)
  }
  if (typeof interval === 'number' && interval > 0) facets['interval'] = interval
  return facets
}

/** A schema from the fields' defaults: what Go's decoder does with a struct, but refusing what it would ignore. */
function fieldSchema(sample: object): ConfigSchema {
  const defaults = Object.entries(sample).filter(([, value]) => jsonType(value) !== undefined)
  const byLowerCase = new Map(defaults.map(([name, value]) => [name.toLowerCase(), { name, type: jsonType(value) }]))
  return {
    '~standard': {
      version: 1,
      vendor: 'sluice',
      validate(options) {
        const value: Record<string, unknown> = {}
        for (const [key, found] of Object.entries(options as object)) {
          const field = byLowerCase.get(key.toLowerCase())
          if (field === undefined) return { issues: [{ message: `unknown option ${key}`, path: [key] }] }
          if (jsonType(found) !== field.type) {
            return { issues: [{ message: `expected ${field.type}, found ${jsonType(found) ?? 'null'}`, path: [key] }] }
          }
          value[field.name] = found
        }
        return { value }
      },
      jsonSchema: { input: () => jsonSchema(defaults), output: () => jsonSchema(defaults) },
    },
  }
}

function jsonSchema(defaults: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const properties = defaults.map(([name, value]) => [name, { type: jsonType(value), default: value }])
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false }
}

function jsonType(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object' && value !== null) {
    return Object.getPrototypeOf(value) === Object.prototype ? 'object' : undefined
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? typeof value : undefined
}
