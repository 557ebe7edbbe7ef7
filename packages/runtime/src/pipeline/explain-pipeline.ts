import type { ColumnWork, Execution } from '@sluice/plugin/columns'
import type { PipelinePlan, PluginSection } from '../config/index.ts'
import type { Instance } from './instance.ts'

/** How a plugin is called: with rows of byte ranges, or with objects of the first or second generation of the API. */
export type PluginView = 'columns' | 'v1' | 'v2'

/** A part of a plugin's work and what does it. */
export interface ExplainedWork extends Execution {
  readonly what: string
  /** What it was made from, such as a pattern. May hold a secret. */
  readonly subject?: string
}

/** What does the work of one plugin of a pipeline. */
export interface PluginExplanation {
  /** `type/id` */
  readonly plugin: string
  readonly view: PluginView
  /** What is known to be compiled, or could be; empty when all of it is the plugin's own JavaScript. */
  readonly work: readonly ExplainedWork[]
}

type Facets = Readonly<Partial<Record<PluginView, unknown>>>

/** Explains the plugins of a pipeline that was set up, in the order in which events pass them. */
export function explainPipeline(
  { settings }: PipelinePlan,
  instances: readonly Instance[],
): readonly PluginExplanation[] {
  const explain = (instance: Instance, objects: Objects): PluginExplanation => ({
    plugin: instance.plugin,
    view: viewOf(instance, settings.structureType),
    work: partsOf(instance).map((part) => asRun(part, objects)),
  })
  const section = (name: PluginSection, objects: Objects): readonly PluginExplanation[] =>
    instances.filter(({ plan }) => plan.section === name).map((each) => explain(each, objects))
  const inputs = section('inputs', NO_OBJECTS)
  const fromInputs = objectsOf(inputs)
  const processors = section('processors', fromInputs)
  const aggregators = section('aggregators', fromInputs)
  const held = objectsOf(aggregators)
  const flushers = section('flushers', held.all ? held : fromInputs)
  return [...inputs, ...processors, ...aggregators, ...flushers]
}

/** Who hands on events as JavaScript objects, which kernels do not see, and whether all events are such. */
interface Objects {
  readonly makers: readonly string[]
  readonly all: boolean
}

const NO_OBJECTS: Objects = { makers: [], all: false }

function objectsOf(plugins: readonly PluginExplanation[]): Objects {
  const makers = plugins.filter(({ view }) => view !== 'columns').map(({ plugin }) => plugin)
  return { makers, all: plugins.length > 0 && makers.length === plugins.length }
}

function asRun(part: ExplainedWork, { makers, all }: Objects): ExplainedWork {
  if (!part.compiled || makers.length === 0) return part
  const names = makers.join(', ')
  if (all) {
    return { ...part, compiled: false, reason: `the events of ${names} are JavaScript objects` }
  }
  const not = `not for the events of ${names}, which are JavaScript objects`
  return { ...part, reason: part.reason === undefined ? not : `${part.reason}; ${not}` }
}

/** As the stages choose: columns where there is one, else the one of the pipeline's model, else the other. */
function viewOf({ facets }: Instance, model: 'v1' | 'v2'): PluginView {
  const found = facets as Facets
  if (found.columns !== undefined) return 'columns'
  const other = model === 'v1' ? 'v2' : 'v1'
  return found[model] === undefined ? other : model
}

function partsOf({ kernels, facets }: Instance): readonly ExplainedWork[] {
  const { work = [] } = ((facets as Facets).columns ?? {}) as { work?: readonly ColumnWork[] }
  return [...work, ...kernels.map(({ kernel, ...use }) => ({ what: kernel, ...use }))]
}
