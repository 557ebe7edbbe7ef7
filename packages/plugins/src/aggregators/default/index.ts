import { defineAggregator } from '@sluice/plugin'
import {
  contextOptions,
  createContextAggregator,
} from '../../shared/grouping/context-aggregator.ts'

export default defineAggregator({
  type: 'aggregator_default',
  description:
    'Batches events as aggregator_context does; used where a pipeline names no aggregator.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config: contextOptions,
  setup: createContextAggregator,
})
