/**
 * The experimental columns view: rows of byte ranges instead of objects. Open to every plugin; it may change in a minor
 * release of the plugin API, which the other views do not.
 *
 * @module
 */
export type { ColumnGroup, JsonLayout } from './column-group.ts'
export { SLAB_SIZE } from './column-group.ts'
export type {
  ColumnAggregator,
  ColumnCollector,
  ColumnFlusher,
  ColumnFlushGroup,
  ColumnProcessor,
  ColumnServiceInput,
  ColumnWork,
  HeldGroup,
} from './facets.ts'
export type {
  Execution,
  Kernel,
  DelimiterKernel,
  DelimiterOptions,
  JsonKernel,
  JsonOptions,
  Kernels,
  KeyValueKernel,
  KeyValueOptions,
  LineMatches,
  RegexDialect,
  RegexKernel,
  RegexOptions,
  TimeKernel,
  TimeOptions,
} from './kernels.ts'
export { PairsResult, SplitResult, TimeResult } from './kernels.ts'
