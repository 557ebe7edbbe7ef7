import type { PluginDefinition } from '@sluice/plugin'
import type { PluginPlan, PluginSection } from '../config/index.ts'

/**
 * The plan of an instance that has no entry of its own in the pipeline file. Errors point at the entry of `owner`, on
 * whose behalf it is made.
 */
export function enginePlan(
  owner: PluginPlan,
  section: PluginSection,
  definition: PluginDefinition,
  options: Readonly<Record<string, unknown>>,
  parsed: unknown,
): PluginPlan {
  const { position } = owner
  const { type } = definition
  const locate: PluginPlan['locate'] = () => owner.locate([])
  const onError = 'dead_letter'
  return { section, index: 0, type, definition, options, parsed, onError, position, locate }
}
