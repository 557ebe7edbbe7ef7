import type { LogFormat, LogLevel } from '../log/index.ts'
import type { HostReport } from '../pipeline/host-report.ts'
import type { ProfileReport } from '../profile/thread-profile.ts'

/** What a collector is to do. */
export interface CollectorOptions {
  /** A pipeline file, or a directory of them. */
  readonly path: string
  /** Where checkpoints and dead letters are kept; made when it is missing. One collector at a time may use it. */
  readonly dataDir: string
  /** The module of the data threads: it calls `runDataThread`. */
  readonly thread: URL
  /** Plugin entries for that module to load besides what it brings; none by default. */
  readonly plugins?: readonly string[]
  /**
   * Data threads; 1 by default. A pipeline of replicable plugins runs in all of them, each other one in one. Threads
   * without a pipeline end at once.
   */
  readonly threads?: number
  /** Read what is there, deliver it and end. An input that would never end is refused unless `runForMs` bounds it. */
  readonly once?: boolean
  /** Milliseconds after which the collector stops in order by itself. */
  readonly runForMs?: number
  /** Whether warnings about the configuration count as errors. */
  readonly strict?: boolean
  /** By default level `info`, and the format that suits standard error. */
  readonly log?: { readonly level?: LogLevel; readonly format?: LogFormat }
  /**
   * Whether to make a CPU profile of each data thread, or in which file, whose name must end in `.cpuprofile`; several
   * threads add their numbers to it. By default `sluice-<pid>-<thread>.cpuprofile` in the working directory.
   */
  readonly profile?: boolean | string
  /** Called for each CPU profile, before the collector ends or after its first ten minutes. */
  readonly onProfile?: (report: ProfileReport) => void
  /** Called when everything an input found at its start was delivered. */
  readonly onCaughtUp?: (report: HostReport & { readonly type: 'caught_up' }) => void
}

/** How a collector ended. */
export interface CollectorEnd {
  /**
   * False when something was not delivered (it comes again at the next start if its input can replay), an input of a
   * `--once` run failed, or a pipeline was stopped for good.
   */
  readonly clean: boolean
}
