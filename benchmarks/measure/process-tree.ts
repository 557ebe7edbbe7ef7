import { dlopen } from 'node:ffi'
import { readdirSync, readFileSync } from 'node:fs'

/** The process and all that come from it and still run. */
export function processTree(root: number): readonly number[] {
  const found = [root]
  for (const pid of found) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        found.push(...(children.match(/\d+/g) ?? []).map(Number))
      }
    } catch {
      // It has ended since.
    }
  }
  return found
}

/** The sum of the most resident memory that each process of the tree ever had, in bytes. */
export function highWaterMark(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + markOf(pid), 0)
}

function markOf(pid: number): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kibibytes ?? 0) * 1024
  } catch {
    return 0
  }
}

const CPUCLOCK_SCHED = 2

/** CPU seconds that the running processes of the tree have used, all threads, exact to the nanosecond. */
export function treeCpuTime(root: number): number {
  using libc = dlopen('libc.so.6', {
    clock_gettime: { arguments: ['int32', 'buffer'], return: 'int32' },
  })
  const time = Buffer.alloc(16)
  let seconds = 0
  for (const pid of processTree(root)) {
    // The clock of another process, as clock_getcpuclockid(3) names it.
    if (libc.functions.clock_gettime((~pid << 3) | CPUCLOCK_SCHED, time) !== 0) continue
    seconds += Number(time.readBigInt64LE(0)) + Number(time.readBigInt64LE(8)) / 1e9
  }
  return seconds
}
