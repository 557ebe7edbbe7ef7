/**
 * What plugins are tested with, the built-in ones and private ones alike: one plugin or a whole pipeline on the real
 * engine, in memory, with a clock that the test moves.
 *
 * @module
 */
export { caseFolders } from './case-folders.ts'
export { FakeClock } from './fake-clock.ts'
export { type LogRecord, MemoryLogger } from './memory-logger.ts'
export { LoadError, PipelineRun, type PipelineRunOptions, runPipeline } from './run-pipeline.ts'
export {
  FedRun,
  InputRun,
  type PluginRunOptions,
  type ProcessorResult,
  runAggregator,
  runFlusher,
  runInput,
  runProcessor,
} from './run-plugin.ts'
export {
  asRecords,
  type EventLike,
  type EventSnapshot,
  type GroupSnapshot,
  type LogSnapshot,
} from './snapshot.ts'
export type { Sending } from './stand-ins.ts'
