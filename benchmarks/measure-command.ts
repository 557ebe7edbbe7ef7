import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { childCpuTime } from './child-cpu-time.ts'

const SAMPLE_EVERY_MS = 10
const STDERR_KEPT = 4000

export interface Measurement {
  /** CPU seconds of the process with all its threads and the children it waited for. */
  readonly user: number
  readonly system: number
  readonly wallSeconds: number
  /** Most resident memory the process ever had, in bytes. */
  readonly peakRss: number
}

/** Runs a command to its end; throws with what it said when it fails. Only one at a time: CPU time has no process id. */
export async function measureCommand(
  command: string,
  args: readonly string[],
): Promise<Measurement> {
  const before = childCpuTime()
  const start = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'close')
  let peakRss = 0
  const sampling = setInterval(() => {
    peakRss = Math.max(peakRss, highWaterMark(child.pid))
  }, SAMPLE_EVERY_MS)
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT)
  })
  try {
    await exited
  } finally {
    clearInterval(sampling)
  }
  const wallSeconds = (performance.now() - start) / 1000
  if (child.exitCode !== 0) {
    const how = child.signalCode ?? `exit code ${child.exitCode}`
    throw new Error(`${[command, ...args].join(' ')} ended with ${how}:\n${stderr}`)
  }
  const after = childCpuTime()
  return {
    user: after.user - before.user,
    system: after.system - before.system,
    wallSeconds,
    peakRss,
  }
}

/** The kernel keeps the mark itself: only growth in the last milliseconds of the process can be missed. */
function highWaterMark(pid: number | undefined): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kibibytes ?? 0) * 1024
  } catch {
    // The process has ended since.
    return 0
  }
}
