import { defineAggregator } from '@sluice/plugin'
import {
  contextOptions,
  createContextAggregator,
} from '../../shared/grouping/context-aggregator.ts'

export default defineAggregator({
  type: 'aggregator_context',
  description:
    'Batches events by tags and source, keeping and numbering the order within a source.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config: contextOptions,
  setup: createContextAggregator,
})
