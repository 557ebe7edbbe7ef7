import type { Replica } from '@sluice/plugin'
import type { PipelinePlan, PluginPlan } from '../config/index.ts'

/** Integers that the instances of one plugin share. */
const INTS_PER_PLUGIN = 16
const MOST_PLUGINS = 64

/** Bytes of memory for what the plugins of one pipeline share across threads. */
export const REPLICA_MEMORY_SIZE = MOST_PLUGINS * INTS_PER_PLUGIN * Int32Array.BYTES_PER_ELEMENT

/** In which of its threads a pipeline is set up. */
export interface PipelineReplica {
  readonly index: number
  readonly count: number
  readonly shared: SharedArrayBuffer
}

/** The one replica of a pipeline that runs in one thread. */
export function onlyReplica(): PipelineReplica {
  return { index: 0, count: 1, shared: new SharedArrayBuffer(REPLICA_MEMORY_SIZE) }
}

/** The plugin of a pipeline that keeps it in one thread; `undefined` when it may run in several. */
export function unreplicable(plan: PipelinePlan): PluginPlan | undefined {
  const plugins = pluginsOf(plan)
  const found = plugins.find(({ definition }) => definition.replicable !== true)
  return found ?? plugins[MOST_PLUGINS]
}

/** What an instance is told: the place of its plugin in the pipeline is the same in all threads. */
export function replicaOf(
  pipeline: PipelineReplica,
  plan: PipelinePlan,
  plugin: PluginPlan,
): Replica {
  const { index, count } = pipeline
  const place = pluginsOf(plan).indexOf(plugin)
  // What the engine or a plugin makes by itself has no part in this.
  const isListed = place !== -1 && place < MOST_PLUGINS
  const shared = isListed ? pipeline.shared : new SharedArrayBuffer(INTS_PER_PLUGIN * 4)
  const offset = isListed ? place * INTS_PER_PLUGIN * 4 : 0
  return { index, count, shared: new Int32Array(shared, offset, INTS_PER_PLUGIN) }
}

function pluginsOf(plan: PipelinePlan): readonly PluginPlan[] {
  const { inputs, processors, aggregator, flushers, extensions } = plan
  const all = [...inputs, ...processors, ...flushers, ...extensions]
  return aggregator === undefined ? all : [...all, aggregator]
}
