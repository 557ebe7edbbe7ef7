import type { Clock, Logger } from '@sluice/plugin'
import type { Kernels } from '@sluice/plugin/columns'
import type { Arena, ArenaFactory } from '../carrier/arena.ts'
import type { Registry } from '../registry/registry.ts'
import type { CallGuard } from './call-guard.ts'
import type { CheckpointCache } from './checkpoints.ts'
import type { HostReport } from './host-report.ts'

/** What the pipelines of a data thread share. */
export interface PipelineServices {
  readonly registry: Registry
  readonly clock: Clock
  readonly logger: Logger
  /** Memory for what is made in JavaScript. */
  readonly heap: () => Arena
  /** Memory for what inputs of the columns view read. */
  readonly arenas: ArenaFactory
  readonly kernels: Kernels
  readonly guard: CallGuard
  readonly checkpoints: CheckpointCache
  /** Directory for dead letters. */
  readonly dataDir: string
  readonly once: boolean
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** Gives a plugin instance its number. */
  readonly nextInstance: () => number
  readonly report: (report: HostReport) => void
  /** Milliseconds between ticks of the call guard. */
  readonly tickMs: number
}
