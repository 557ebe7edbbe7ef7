import {
  type ConfigSchema,
  DEFINITION_TAG,
  type PluginDefinition,
  type PluginKind,
} from './definition.ts'
import { PLUGIN_API_VERSION } from './version.ts'

/** Creator functions by plugin type. */
export type Creators = Readonly<Record<string, () => object>>

/**
 * Definitions from creator functions, for plugins ported line by line from Go and registered the way
 * `AddServiceCreator(type, create)` does it: `export default fromCreators({ service_example_plugin: () => new
 * MyServiceInput() })`.
 *
 * Methods keep their names in camel case, and the kind follows from them. Options are the fields whose default is a
 * string, number, boolean, array or plain object, matched in any case; a static `config` schema on the class is used
 * instead when there is one. `init(context)` is called once they are set; a number it returns is the interval in
 * milliseconds. `description()` is optional.
 */
export function fromCreators(creators: Creators): readonly PluginDefinition[] {
  return Object.entries(creators).map(([type, create]) => fromCreator(type, create))
}

const KIND_METHODS: readonly (readonly [
  PluginKind,
  readonly [v1: string, v2: string] | readonly [],
])[] = [
  ['service_input', ['start', 'startService']],
  ['metric_input', ['collect', 'read']],
  ['processor', ['processLogs', 'process']],
  ['aggregator', ['add', 'record']],
  ['flusher', ['flush', 'export']],
  ['extension', []],
]

function fromCreator(type: string, create: () => object): PluginDefinition {
  const sample = create()
  const [kind, methods] = KIND_METHODS.find(
    ([, names]) => names.length === 0 || names.some((name) => has(sample, name)),
  ) as (typeof KIND_METHODS)[number]
  const { config: declared } = sample.constructor as { readonly config?: ConfigSchema }
  const describe = has(sample, 'description')
    ? String(sample['description']())
    : `${type}, ported from Go.`
  return Object.freeze({
    [DEFINITION_TAG]: PLUGIN_API_VERSION,
    type,
    kind,
    description: describe,
    stability: 'stable' as const,
    config: declared ?? fieldSchema(sample),
    setup: async (config: Readonly<Record<string, unknown>>, context: unknown) => {
      const plugin = Object.assign(create(), config)
      const interval = has(plugin, 'init') ? await plugin['init'](context) : undefined
      return instance(plugin, methods, interval)
    },
  })
}

/** The facets are the plugin itself: its methods keep their `this`. */
function instance(plugin: object, methods: readonly string[], interval: unknown): object {
  if (methods.length === 0) return plugin
  const facets: Record<string, unknown> = {}
  for (const [facet, method] of [
    ['v1', methods[0] as string],
    ['v2', methods[1] as string],
  ] as const) {
    if (has(plugin, method)) facets[facet] = plugin
  }
  for (const name of ['stop', 'isReady', 'setUrgent', 'reset', 'onPipelineRemoved']) {
    if (has(plugin, name)) facets[name] = bound(plugin, name)
  }
  if (typeof interval === 'number' && interval > 0) facets['interval'] = interval
  return facets
}

function bound<Name extends string>(
  plugin: Record<Name, (...args: readonly unknown[]) => unknown>,
  name: Name,
): (...args: readonly unknown[]) => unknown {
  return (...args) => plugin[name](...args)
}

function has<Name extends string>(
  plugin: object,
  name: Name,
): plugin is Record<Name, (...args: readonly unknown[]) => unknown> {
  return typeof (plugin as Record<string, unknown>)[name] === 'function'
}

/** A schema from the fields' defaults: what Go's decoder does with a struct, but refusing what it would ignore. */
function fieldSchema(sample: object): ConfigSchema {
  const defaults = Object.entries(sample as Readonly<Record<string, unknown>>).filter(
    ([, value]) => jsonType(value) !== undefined,
  )
  const byLowerCase = new Map(
    defaults.map(([name, value]) => [name.toLowerCase(), { name, type: jsonType(value) }]),
  )
  return {
    '~standard': {
      version: 1,
      vendor: 'sluice',
      validate(options) {
        const value: Record<string, unknown> = {}
        for (const [key, found] of Object.entries(options as Readonly<Record<string, unknown>>)) {
          const field = byLowerCase.get(key.toLowerCase())
          if (field === undefined)
            return { issues: [{ message: `unknown option ${key}`, path: [key] }] }
          if (jsonType(found) !== field.type) {
            return {
              issues: [
                {
                  message: `expected ${field.type}, found ${jsonType(found) ?? 'null'}`,
                  path: [key],
                },
              ],
            }
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
  const properties = defaults.map(([name, value]) => [
    name,
    { type: jsonType(value), default: value },
  ])
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false }
}

function jsonType(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object' && value !== null) {
    return Object.getPrototypeOf(value) === Object.prototype ? 'object' : undefined
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? typeof value : undefined
}
