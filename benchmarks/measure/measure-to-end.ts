import { childCpuTime } from './child-cpu-time.ts'
import type { Measurement } from './measurement.ts'
import { StartedProcess } from './started-process.ts'

export interface EndedRun extends Measurement {
  /** The last of what it wrote to standard output and standard error. */
  readonly said: string
}

/** Runs a command to its end; throws with what it said when it fails. Only one at a time: CPU time has no process id. */
export async function measureToEnd(command: string, args: readonly string[]): Promise<EndedRun> {
  const before = childCpuTime()
  const run = new StartedProcess(command, args)
  await run.end()
  const { elapsed: wallSeconds, peakRss, said } = run
  return { cpuSeconds: childCpuTime() - before, wallSeconds, peakRss, said }
}
