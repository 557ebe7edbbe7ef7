import type { Clock } from './clock.ts'
import type { Kernels } from './columns/kernels.ts'
import type { Logger } from './logger.ts'

/**
 * A plugin instance's small durable memory, apart from every other instance's. Values are at most 1 MiB, keys at most
 * 4 KiB; larger ones are refused with `CHECKPOINT_TOO_LARGE`.
 */
export interface Checkpoints {
  /** The value as last stored, from memory; it was loaded before `setup`. */
  get(key: string): Uint8Array | undefined
  getText(key: string): string | undefined
  keys(): Iterable<string>
  /** Resolves when the value is durable. For progress that must wait for delivery use `collector.checkpoint`. */
  set(key: string, value: Uint8Array | string): Promise<void>
  delete(key: string): Promise<void>
}

/** Adds to a number that only grows. */
export interface CounterMetric {
  add(value?: number): void
}

/** Holds a number that goes up and down. */
export interface GaugeMetric {
  set(value: number): void
}

/**
 * The instance's own metrics, exported with its pipeline and plugin as labels. Events and bytes in and out are counted
 * by the engine. Asking twice for one name gives the same metric. At most 100 names.
 */
export interface Metrics {
  counter(name: string): CounterMetric
  gauge(name: string): GaugeMetric
}

/** Options of the pipeline's `global` section, after defaults. Durations in milliseconds. */
export interface PipelineSettings {
  readonly structureType: 'v1' | 'v2'
  readonly inputIntervalMs: number
  readonly aggregateIntervalMs: number
  readonly enableTimestampNanosecond: boolean
  readonly usingOldContentTag: boolean
}

/** Which of the threads of a pipeline an instance is in; see `replicable` of a definition. */
export interface Replica {
  /** From 0 to `count - 1`. */
  readonly index: number
  /** In how many threads the pipeline runs; 1 unless everything in it is replicable. */
  readonly count: number
  /**
   * Sixteen integers that the instances of this plugin in all threads share, 0 at first, for `Atomics`. They outlive an
   * instance that had to be replaced, not the process.
   */
  readonly shared: Int32Array
}

/** Everything the engine gives a plugin instance at `setup`; valid as long as the instance. */
export interface PluginContext {
  /** Name of the pipeline: its file's stem. */
  readonly configName: string
  /** `type/id` of this instance, unique in the pipeline, the same after a restart with an unchanged config. */
  readonly pluginId: string
  readonly settings: PipelineSettings
  readonly replica: Replica
  /** True in a `--once` run: an input reads what is there and returns. */
  readonly once: boolean
  readonly logger: Logger
  readonly clock: Clock
  readonly checkpoints: Checkpoints
  readonly metrics: Metrics
  /** Aborted when the pipeline stops; everything that waits should listen to it. */
  readonly signal: AbortSignal
  /** Compiled hot loops and expressions in other dialects. Experimental, like all of `@sluice/plugin/columns`. */
  readonly kernels: Kernels
  /**
   * For inputs with a beginning: tells, once, that everything there was at the start has been collected. The operator
   * reads it when that much is delivered. `events` counts them; `path` is where more of them may be appended.
   */
  caughtUp(details: { readonly events: number; readonly path?: string }): void
  /**
   * The extension configured as `type/alias`, shared by all who name it; or, without `/`, a new private instance made
   * from `options`. Rejects with `EXTENSION_UNKNOWN` naming the nearest ones.
   */
  extension<Extension>(
    name: string,
    options?: Readonly<Record<string, unknown>>,
  ): Promise<Extension>
}
