import type { Aggregator, AggregatorContext, ConfigOf } from '@sluice/plugin'
import { boolean, int, object, string } from '@sluice/plugin/schema'
import { Grouping, IDLE_MS } from './grouping.ts'
import { PackIds } from './pack-ids.ts'

/** The options of `aggregator_context`, which `aggregator_default` shares. */
export const contextOptions = object({
  MaxLogGroupCount: int()
    .min(1)
    .default(2)
    .describe('Accepted without effect: a group leaves as soon as it is full.'),
  MaxLogCount: int().min(1).default(1024).describe('Most events of a group.'),
  Topic: string().default('').describe('Topic of groups that have none.'),
  ContextPreservationToleranceSize: int()
    .min(0)
    .default(10)
    .describe('Number of sources whose pack id sequence is never forgotten; 10000 at least.'),
  PackFlag: boolean()
    .default(true)
    .describe('Number the groups of each source in the tag `__pack_id__`.'),
})

/** The instance behind `aggregator_context` and `aggregator_default`. */
export function createContextAggregator(
  options: ConfigOf<typeof contextOptions>,
  context: AggregatorContext,
): Aggregator {
  const { MaxLogCount, Topic, PackFlag, ContextPreservationToleranceSize } = options
  const numbered = PackFlag && context.settings.structureType === 'v1'
  const packIds = numbered ? new PackIds(context, ContextPreservationToleranceSize) : undefined
  const columns = new Grouping({ maxCount: MaxLogCount, topic: Topic, bySource: true, packIds })
  return { columns, idle: IDLE_MS }
}
