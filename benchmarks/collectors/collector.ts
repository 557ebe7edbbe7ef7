import type { Event, Work } from '../work.ts'

/** A program whose cost is measured: ours or a peer. */
export interface Collector {
  readonly name: string
  /** Writes the configuration for the job; `undefined` when the program cannot do it. */
  launch(job: Job): Launch | undefined
}

export interface Job {
  readonly work: Work
  /** A file or a pattern of files; several only for ours. */
  readonly input: string
  /** A file for JSON lines; absent when events are to be dropped. */
  readonly output?: string
  /** For this job only: configuration goes there, and state into its folder `data`, which each run finds empty. */
  readonly directory: string
  /** Go on reading as the file grows, until stopped; otherwise end with the file if the program can. */
  readonly follow?: boolean
  readonly threads?: number
}

/** How to start it, and how to understand what it writes. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  /** False: it idles when the input is read, and has to be stopped. */
  readonly ends: boolean
  /** The events of one line of output, each with the file it is from as `__path__`. */
  readonly events: (line: string) => readonly Event[]
  /** The number of events delivered, from what it said; the only check when events are dropped. */
  readonly delivered?: (said: string) => number
  /** Checks the number in a run of its own that is not measured, where counting costs. */
  readonly counting?: Launch
}
