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
export type { HostReport } from './pipeline/host-report.ts'
export { plainKernels } from './pipeline/kernels.ts'
export type { StopResult } from './pipeline/pipeline.ts'
export { createRegistry, type Registry, type RegistryEntry } from './registry/registry.ts'
export { systemClock } from './system-clock.ts'
export { ticks } from './ticks.ts'
