/**
 * The engine of Sluice: configuration, registry, pipelines, delivery and threads.
 *
 * @module
 */
export * from './config/index.ts'
export type { MetricSample } from './metrics/plugin-metrics.ts'
export type { Arena, ArenaFactory } from './carrier/arena.ts'
export type { CheckpointWrite } from './pipeline/checkpoints.ts'
export { DataHost, type DataHostOptions, TICK_MS } from './pipeline/data-host.ts'
export type { PipelineReplica } from './pipeline/replicas.ts'
export { createDataPlane, type DataPlane } from './data-plane/create-data-plane.ts'
export type { ExplainedWork, PluginExplanation, PluginView } from './pipeline/explain-pipeline.ts'
export type { HostReport } from './pipeline/host-report.ts'
export { plainKernels, slabOf } from './plain-kernels/plain-kernels.ts'
export type { StopResult } from './pipeline/pipeline.ts'
export type { ProfileRow } from './profile/summarize-profile.ts'
export type { ProfileReport } from './profile/thread-profile.ts'
export { createRegistry, type Registry, type RegistryEntry } from './registry/registry.ts'
export * from './log/index.ts'
export { type StoreErrorCode, StoreError } from './store/index.ts'
export { systemClock } from './system-clock.ts'
export { ticks } from './ticks.ts'
export { Collector } from './thread/collector.ts'
export { CollectorError, type CollectorProblem } from './thread/collector-error.ts'
export type { CollectorEnd, CollectorOptions } from './thread/collector-options.ts'
export { type LoadPlugins, runDataThread } from './thread/run-data-thread.ts'
