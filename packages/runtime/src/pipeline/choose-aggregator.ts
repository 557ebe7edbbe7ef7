import { PluginError } from '@sluice/plugin'
import type { PipelinePlan, PluginPlan } from '../config/index.ts'
import type { Registry } from '../registry/registry.ts'
import { enginePlan } from './engine-plan.ts'
import { SetupError } from './setup-error.ts'

const DEFAULT_TYPE = 'aggregator_default'

/**
 * The configured aggregator; else none when every plugin follows a native one, which deliver as they read; else the
 * default one with its default options.
 */
export function chooseAggregator(plan: PipelinePlan, registry: Registry): PluginPlan | undefined {
  if (plan.aggregator !== undefined) return plan.aggregator
  const all = [...plan.inputs, ...plan.processors, ...plan.flushers]
  if (all.every(({ definition }) => definition.compat === 'native')) return undefined
  const definition = registry.get('aggregators', DEFAULT_TYPE)
  if (definition === undefined) return undefined
  const [place] = plan.inputs as readonly [PluginPlan]
  const result = definition.config['~standard'].validate({})
  if (result instanceof Promise || result.issues !== undefined) {
    const error = new PluginError({
      code: 'AGGREGATOR_DEFAULT_BROKEN',
      message: `${DEFAULT_TYPE} does not accept empty options`,
      hint: 'name an aggregator in the pipeline, or remove the one that replaces the default',
    })
    throw new SetupError(place, error)
  }
  return enginePlan(place, 'aggregators', definition, {}, result.value)
}
