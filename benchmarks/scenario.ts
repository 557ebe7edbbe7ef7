import type { DataSet } from './data-set.ts'

/** Something whose cost is measured. */
export interface Scenario {
  readonly name: string
  readonly description: string
  /** Writes what the runs need into the empty directory, at least `bytes` of input. */
  prepare(directory: string, bytes: number): Task
}

/** A prepared command line that can run several times. */
export interface Task {
  /** What a run reads; absent where there is nothing to read. */
  readonly data?: DataSet
  readonly command: string
  readonly args: readonly string[]
  /** Throws unless the run did the work in full, and removes what it left. */
  finish(): Promise<void>
}
