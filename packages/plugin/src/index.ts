/**
 * The contract between Sluice and its plugins: the only package a plugin imports. It has no behaviour beyond the six
 * `define*` helpers and the events one makes.
 *
 * @module
 */
export type { Awaitable } from './awaitable.ts'
export type { Clock } from './clock.ts'
export type {
  Collector,
  Delivery,
  Fields,
  InputCollector,
  LogContext,
  PipelineCollector,
  PipelineContext,
} from './collector.ts'
export type {
  Checkpoints,
  CounterMetric,
  GaugeMetric,
  Metrics,
  Replica,
  PipelineSettings,
  PluginContext,
} from './context.ts'
export type { NoOptions } from './define.ts'
export {
  defineAggregator,
  defineExtension,
  defineFlusher,
  defineMetricInput,
  defineProcessor,
  defineServiceInput,
} from './define.ts'
export type {
  ConfigOf,
  ConfigSchema,
  ContextOf,
  Description,
  InputDescription,
  PluginDefinition,
  PluginInstance,
  PluginKind,
  Setup,
  Stability,
} from './definition.ts'
export { DEFINITION_TAG, isDefinition } from './definition.ts'
export {
  ConfigError,
  DestinationClosedError,
  PermanentError,
  PluginError,
  type PluginErrorOptions,
} from './errors.ts'
export { type Creators, fromCreators } from './from-creators.ts'
export type {
  Aggregator,
  AggregatorContext,
  AggregatorV1,
  AggregatorV2,
  LogGroupQueue,
} from './kinds/aggregator.ts'
export type { Extension } from './kinds/extension.ts'
export type { Destination, Flusher, FlusherV1, FlusherV2 } from './kinds/flusher.ts'
export type { MetricInput, MetricInputV1, MetricInputV2 } from './kinds/metric-input.ts'
export type { Processor, ProcessorV1, ProcessorV2 } from './kinds/processor.ts'
export type { ServiceInput, ServiceInputV1, ServiceInputV2 } from './kinds/service-input.ts'
export type { LogFields, Logger } from './logger.ts'
export * from './models/index.ts'
export { PLUGIN_API_VERSION } from './version.ts'
