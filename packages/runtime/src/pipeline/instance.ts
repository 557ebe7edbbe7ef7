import type {
  EventKind,
  PluginContext,
  PluginDefinition,
  PluginInstance,
  PluginKind,
} from '@sluice/plugin'
import type { PluginPlan } from '../config/plan.ts'
import type { PluginMetrics } from '../metrics/plugin-metrics.ts'
import type { InstanceIdentity } from './call-guard.ts'
import type { KernelUse } from './observe-kernels.ts'

/** A plugin that was set up, with all the engine knows of it. */
export interface Instance<Kind extends PluginKind = PluginKind> extends InstanceIdentity {
  readonly plan: PluginPlan
  readonly definition: PluginDefinition<Kind>
  readonly facets: PluginInstance<Kind>
  readonly context: PluginContext
  readonly metrics: PluginMetrics
  /** The kernels it has asked for at `setup`. */
  readonly kernels: readonly KernelUse[]
  /** Kinds its v2 facet handles; `undefined` means all. */
  readonly kinds: ReadonlySet<EventKind> | undefined
}
