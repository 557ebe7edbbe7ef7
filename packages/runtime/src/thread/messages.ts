import type { Diagnostic } from '../config/index.ts'
import type { LogFormat, LogLevel } from '../log/index.ts'
import type { MetricSample } from '../metrics/plugin-metrics.ts'
import type { CheckpointWrite } from '../pipeline/checkpoints.ts'
import type { InstanceFacts } from '../pipeline/data-host.ts'
import type { HostReport } from '../pipeline/host-report.ts'
import type { StopResult } from '../pipeline/pipeline.ts'
import type { AssignedPipeline } from './assign-pipelines.ts'
import type { ProfileReport } from '../profile/thread-profile.ts'
import type { CollectorProblem } from './collector-error.ts'

/** What a data thread is started with. Like all messages it is plain data, copied but for what is said to be shared. */
export interface DataThreadInit {
  readonly pipelines: readonly AssignedPipeline[]
  /** Which of the data threads this is. */
  readonly thread: { readonly index: number; readonly count: number }
  /** Plugin entries besides the built-ins, as the thread's own module understands them. */
  readonly plugins: readonly string[]
  readonly strict: boolean
  readonly once: boolean
  readonly dataDir: string
  readonly log: { readonly level: LogLevel; readonly format: LogFormat }
  /** Shared: see `Heartbeat`. */
  readonly heartbeat: SharedArrayBuffer
  /** Whether calls that do not settle in time are given up; not when a debugger may hold them. */
  readonly watched: boolean
  /** File for a CPU profile of the thread, if there is to be one. */
  readonly profile?: string
}

/** The checkpoints of several pipelines, by pipeline and key. */
export type StoredCheckpoints = ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>

/** From the control thread to a data thread. */
export type ControlMessage =
  /** Set the pipelines up with these checkpoints and answer `ready`. */
  | { readonly type: 'prepare'; readonly checkpoints: StoredCheckpoints }
  | { readonly type: 'start' }
  /** Bring back a pipeline that was given up. */
  | { readonly type: 'restart'; readonly pipeline: string }
  /** Answers `commit`; with a `failure` nothing is certain to be durable. */
  | { readonly type: 'committed'; readonly id: number; readonly failure?: string }
  /** Stop this pipeline for good: it was given up in another thread. */
  | { readonly type: 'drop'; readonly pipeline: string }
  /** Stop everything in order and answer `stopped`. */
  | { readonly type: 'stop' }

/** What the control thread has to know of a pipeline that is ready. */
export interface PipelineFacts {
  readonly name: string
  readonly callTimeoutMs: number
  readonly stopTimeoutMs: number
  /** Inputs that a `--once` run would wait for in vain. */
  readonly endlessInputs: readonly { readonly type: string; readonly place: string }[]
}

/** From a data thread to the control thread. */
export type DataMessage =
  | {
      readonly type: 'ready'
      readonly pipelines: readonly PipelineFacts[]
      readonly diagnostics: readonly Diagnostic[]
      readonly instances: readonly InstanceFacts[]
    }
  /** The thread cannot serve at all: its plugins cannot be loaded. */
  | { readonly type: 'refused'; readonly problem: CollectorProblem }
  | { readonly type: 'commit'; readonly id: number; readonly writes: readonly CheckpointWrite[] }
  | {
      readonly type: 'status'
      readonly samples: readonly MetricSample[]
      readonly instances: readonly InstanceFacts[]
      /** Errors since the last status that no call of a plugin was there to catch. */
      readonly uncaught: number
    }
  | { readonly type: 'report'; readonly report: HostReport }
  | { readonly type: 'profile'; readonly report: ProfileReport }
  /** A `--once` run: all inputs of the pipeline have ended and it was drained and stopped. */
  | { readonly type: 'finished'; readonly failed: boolean; readonly result: StopResult }
  /** A pipeline could not be brought back; the log says why. */
  | { readonly type: 'lost'; readonly pipeline: string }
  | { readonly type: 'stopped'; readonly results: readonly StopResult[] }
