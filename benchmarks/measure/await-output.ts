import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { treeCpuTime } from './process-tree.ts'
import type { StartedProcess } from './started-process.ts'

const LOOK_EVERY_MS = 10
const QUIET_SECONDS = 3
const PATIENCE_SECONDS = 60

/** How far a process was when its output had grown. */
export interface Mark {
  readonly cpuSeconds: number
  /** Since the process was started. */
  readonly elapsed: number
}

/**
 * Waits until the output has not grown for a while, and says how far the process was when it no longer did: what it
 * does idly since then does not count. Throws when nothing comes at all.
 */
export async function awaitOutput(run: StartedProcess, path: string): Promise<Mark> {
  await awaitFirstByte(run, path)
  let size = 0
  let mark: Mark | undefined
  while (mark === undefined || run.elapsed - mark.elapsed < QUIET_SECONDS) {
    const now = sizeOf(path)
    if (now > size) [size, mark] = [now, undefined]
    else mark ??= markOf(run)
    await sleep(LOOK_EVERY_MS)
  }
  return mark
}

/** Waits for the output's first byte. */
export async function awaitFirstByte(run: StartedProcess, path: string): Promise<Mark> {
  while (sizeOf(path) === 0) {
    run.assertRunning()
    if (run.elapsed > PATIENCE_SECONDS) {
      await run.stop()
      throw new Error(`nothing in ${path} for ${PATIENCE_SECONDS} s; the process said\n${run.said}`)
    }
    await sleep(1)
  }
  return markOf(run)
}

function markOf(run: StartedProcess): Mark {
  run.assertRunning()
  return { cpuSeconds: treeCpuTime(run.pid), elapsed: run.elapsed }
}

/** Zero when there is no such file yet. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
