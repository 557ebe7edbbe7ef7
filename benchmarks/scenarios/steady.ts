import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkEvents } from '../collectors/check-events.ts'
import type { Collector } from '../collectors/collector.ts'
import { writeDataSet } from '../inputs/data-set.ts'
import { awaitFirstByte, awaitOutput } from '../measure/await-output.ts'
import { treeCpuTime } from '../measure/process-tree.ts'
import { StartedProcess } from '../measure/started-process.ts'
import type { Scenario, Task } from '../scenario.ts'
import type { Workload } from '../work.ts'
import { inFreshFolders } from './run-launch.ts'

const BYTES_PER_SECOND = 10e6
const APPENDS_PER_SECOND = 20
const SETTLE_MS = 1000

/** A file that grows at a constant rate: what collecting costs a host that is not at its limit. */
export function steadyScenario(workload: Workload): Scenario {
  const { name, description } = workload
  return {
    name,
    group: 'steady',
    description,
    prepare(directory, { seconds }) {
      const bytes = BYTES_PER_SECOND * seconds
      const data = writeDataSet(join(directory, 'input.log'), bytes, workload.texts)
      const pieces = piecesOf(readFileSync(data.path))
      return {
        data,
        taskFor: (collector, own) => task(collector, own, workload, { data, pieces }),
      }
    },
  }
}

interface Appended {
  readonly data: ReturnType<typeof writeDataSet>
  readonly pieces: readonly Buffer[]
}

function task(
  collector: Collector,
  directory: string,
  { work, restore }: Workload,
  { data, pieces }: Appended,
): Task | undefined {
  const input = join(directory, 'growing.log')
  const output = join(directory, 'output', 'events.jsonl')
  const launch = collector.launch({ work, input, output, directory, follow: true })
  if (launch === undefined) return undefined
  return {
    run: () =>
      inFreshFolders(directory, async () => {
        // The first line is collected before anything counts: then the collector has found the file.
        writeFileSync(input, pieces[0] ?? '')
        const run = new StartedProcess(launch.command, launch.args)
        await awaitFirstByte(run, output)
        await sleep(SETTLE_MS)
        const from = { cpuSeconds: treeCpuTime(run.pid), elapsed: run.elapsed }
        await append(input, pieces.slice(1))
        const to = await awaitOutput(run, output)
        const { peakRss } = run
        await run.stop()
        const { events } = launch
        await checkEvents(output, { events, input, expected: data.expected(), restore })
        return {
          cpuSeconds: to.cpuSeconds - from.cpuSeconds,
          wallSeconds: to.elapsed - from.elapsed,
          peakRss,
        }
      }),
  }
}

/** Keeps to the clock: a late piece does not delay the ones after it. */
async function append(path: string, pieces: readonly Buffer[]): Promise<void> {
  const start = performance.now()
  for (const [index, piece] of pieces.entries()) {
    const due = start + ((index + 1) * 1000) / APPENDS_PER_SECOND
    await sleep(Math.max(0, due - performance.now()))
    appendFileSync(path, piece)
  }
}

/** One line, and the rest cut where it falls, as a writer's buffer is. */
function piecesOf(bytes: Buffer): readonly Buffer[] {
  const length = BYTES_PER_SECOND / APPENDS_PER_SECOND
  const first = bytes.indexOf('\n') + 1
  const pieces = [bytes.subarray(0, first)]
  for (let start = first; start < bytes.length; start += length) {
    pieces.push(bytes.subarray(start, start + length))
  }
  return pieces
}
