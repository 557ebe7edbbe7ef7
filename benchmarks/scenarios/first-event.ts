import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awaitFirstByte } from '../measure/await-output.ts'
import { StartedProcess } from '../measure/started-process.ts'
import type { Scenario } from '../scenario.ts'
import { inFreshFolders } from './run-launch.ts'

/** From the start of the process to the first event in the output file, the code cache being warm. */
export const firstEventScenario: Scenario = {
  name: 'first-event',
  description: 'from the start of the process to the event of a one-line file in the output',
  prepare(directory) {
    const input = join(directory, 'input.log')
    return {
      taskFor(collector, own) {
        const output = join(own, 'output', 'events.jsonl')
        const work = { kind: 'lines' } as const
        const launch = collector.launch({ work, input, output, directory: own, follow: true })
        if (launch === undefined) return undefined
        return {
          run: () =>
            inFreshFolders(own, async () => {
              // A file that has long been there is left alone until it changes.
              writeFileSync(input, 'one line\n')
              const run = new StartedProcess(launch.command, launch.args)
              const { cpuSeconds, elapsed: wallSeconds } = await awaitFirstByte(run, output)
              await run.stop()
              return { cpuSeconds, wallSeconds, peakRss: run.peakRss }
            }),
        }
      },
    }
  },
}
