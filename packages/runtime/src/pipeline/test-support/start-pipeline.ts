import type { PluginDefinition } from '@sluice/plugin'
import { type PipelineRun, type PipelineRunOptions, runPipeline } from '@sluice/testkit'

/** A plugin, alone or with what its entry says besides `Type`; `alias` goes into the type. */
export type Entry =
  | PluginDefinition
  | readonly [PluginDefinition, Readonly<Record<string, unknown>> & { readonly alias?: string }]

interface Sections extends Omit<PipelineRunOptions, 'plugins'> {
  readonly global?: Readonly<Record<string, unknown>>
  readonly inputs: readonly Entry[]
  readonly processors?: readonly Entry[]
  readonly aggregators?: readonly Entry[]
  readonly flushers: readonly Entry[]
  readonly extensions?: readonly Entry[]
  /** Plugins that the collector knows and no entry names. */
  readonly known?: readonly PluginDefinition[]
}

/** Starts a pipeline of the given plugins. Without `aggregators` it has none, unless `known` has the default one. */
export function startPipeline(sections: Sections): Promise<PipelineRun> {
  const { global, inputs, processors, aggregators, flushers, extensions, known, ...options } =
    sections
  const lists = { inputs, processors, aggregators, flushers, extensions }
  const used = Object.entries(lists).filter(([, entries]) => entries !== undefined)
  const text = used.map(([name, entries = []]) => [name, entries.map(entryOf)])
  const definitions = used.flatMap(([, entries = []]) => entries.map(definitionOf))
  const plugins = [...new Set([...definitions, ...(known ?? [])])]
  return runPipeline(JSON.stringify({ global, ...Object.fromEntries(text) }), {
    ...options,
    plugins,
  })
}

function definitionOf(entry: Entry): PluginDefinition {
  return Array.isArray(entry) ? (entry[0] as PluginDefinition) : (entry as PluginDefinition)
}

function entryOf(entry: Entry): Readonly<Record<string, unknown>> {
  const { type } = definitionOf(entry)
  const { alias, ...keys } = Array.isArray(entry) ? (entry[1] as Record<string, unknown>) : {}
  return { Type: alias === undefined ? type : `${type}/${String(alias)}`, ...keys }
}

/** The value of a metric of one plugin, or of the pipeline itself under the empty name. */
export function metricOf(run: PipelineRun, plugin: string, name: string): number | undefined {
  return run.metrics.find((sample) => sample.plugin === plugin && sample.name === name)?.value
}
