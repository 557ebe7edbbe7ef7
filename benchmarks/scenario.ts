import type { Collector } from './collectors/collector.ts'
import type { DataSet } from './inputs/data-set.ts'
import type { Measurement } from './measure/measurement.ts'

/** Something whose cost is measured. */
export interface Scenario {
  readonly name: string
  /** Another name on the command line, for several scenarios together. */
  readonly group?: string
  readonly description: string
  /** Writes what all runs read into the empty directory. */
  prepare(directory: string, size: Size): Prepared
}

export interface Size {
  /** Of the input, at least. */
  readonly bytes: number
  /** Of scenarios that last as long as they are told to. */
  readonly seconds: number
}

export interface Prepared {
  /** What a run reads; absent where there is nothing to count. */
  readonly data?: Pick<DataSet, 'bytes' | 'events'>
  /** `undefined` when the collector cannot do it. The directory is empty and of this task only. */
  readonly taskFor: (collector: Collector, directory: string) => Task | undefined
}

/** A prepared run that can be done several times. */
export interface Task {
  /** Throws unless the run did the work in full, and removes what it left. */
  run(): Promise<Measurement>
  /** Checks once, in a run that is not measured, what `run` cannot. */
  checkOnce?(): Promise<void>
}
