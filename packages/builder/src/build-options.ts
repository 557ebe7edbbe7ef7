import type { Core } from './core/core.ts'
import type { Finding } from './finding.ts'
import type { InspectedPlugin } from './inspect/messages.ts'
import type { Source } from './compose/composition.ts'
import type { Target, TargetOs } from './platform/target.ts'

export interface BuildOptions {
  /** The private repository: an absolute path. */
  readonly root: string
  /** Directory of the package `sluice` that is running. */
  readonly core: string
  /** Where the distribution is written, relative to `root`; what is there must be a distribution too. */
  readonly out: string
  /** Default: that of this machine. */
  readonly os?: TargetOs
  /** Whether plugins of the group `debug` are part of it. */
  readonly debug: boolean
  /** Whether packages move within their ranges: all, or these. */
  readonly update: boolean | readonly string[]
  /** Whether a lock that would have to change is an error. */
  readonly frozen: boolean
  /** Whether Node.js is part of it. */
  readonly withNode: boolean
  /** Of `PLUGINS_CONFIG_FILE` and secret references. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Is told each step as it begins. */
  progress(step: string): void
}

/** What was built. */
export interface BuildReport {
  readonly name: string
  readonly version: string
  readonly core: Core
  readonly target: Target
  readonly plugins: readonly (InspectedPlugin & { readonly manifest: string })[]
  readonly sources: readonly Source[]
  /** Packages that package-lock.json holds now and did not before, in words. */
  readonly changes: readonly string[]
  readonly warnings: readonly Finding[]
  /** Absolute. */
  readonly directory: string
  readonly files: number
  readonly bytes: number
  /** Of everything in the directory: the same for the same lock. */
  readonly sha256: string
}

/** The repository depends on another core than the one that runs: its command is to go on with the build. */
export interface HandOver {
  /** Directory of that core. */
  readonly core: string
  readonly changes: readonly string[]
  /** Makes package.json and the lock what they were, for when that core refuses. */
  undo(): Promise<void>
}
