import { defineAggregator } from '@sluice/plugin'
import { boolean, int, object, string } from '@sluice/plugin/schema'
import { Grouping, IDLE_MS } from '../../shared/grouping/grouping.ts'
import { PackIds } from '../../shared/grouping/pack-ids.ts'

const config = object({
  MaxLogGroupCount: int()
    .min(1)
    .default(4)
    .describe('Accepted without effect: a group leaves as soon as it is full.'),
  MaxLogCount: int().min(1).default(1024).describe('Most events of a group.'),
  PackFlag: boolean().default(true).describe('Number the groups in the tag `__pack_id__`.'),
  Topic: string().default('').describe('Topic of groups that have none.'),
})

export default defineAggregator({
  type: 'aggregator_base',
  description: 'Batches events by their tags, whatever source they come from.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup({ MaxLogCount, Topic, PackFlag }, context) {
    const packIds =
      PackFlag && context.settings.structureType === 'v1' ? new PackIds(context) : undefined
    const columns = new Grouping({ maxCount: MaxLogCount, topic: Topic, bySource: false, packIds })
    return { columns, idle: IDLE_MS }
  },
})
