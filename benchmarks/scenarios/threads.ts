import { join } from 'node:path'
import { accessLog } from '../../scripts/access-log.ts'
import { readEvents } from '../collectors/check-events.ts'
import { sluice } from '../collectors/sluice.ts'
import { type DataSet, writeDataSet } from '../inputs/data-set.ts'
import type { Scenario } from '../scenario.ts'
import type { Event, Work } from '../work.ts'
import { inFreshFolders, runLaunch } from './run-launch.ts'

const FILES = 8

/** One pipeline over several files at once, on so many data threads. */
export function threadsScenario(
  threads: number,
  work: Work,
  restore: (event: Event) => string,
): Scenario {
  return {
    name: `threads-${threads}`,
    group: 'threads',
    description: `${FILES} files of the log of regex-file by one pipeline, --threads ${threads}`,
    prepare(directory, { bytes }) {
      const files = Array.from({ length: FILES }, (_, index) =>
        writeDataSet(join(directory, `${index}.log`), bytes / FILES, () =>
          accessLog({ seed: 10 + index, traceLength: 60 }),
        ),
      )
      return {
        data: { bytes: sum(files, 'bytes'), events: sum(files, 'events') },
        taskFor(collector, own) {
          if (collector !== sluice) return undefined
          const output = join(own, 'output', 'events.jsonl')
          const input = join(directory, '*.log')
          const launch = sluice.launch({ work, input, output, directory: own, threads })
          if (launch === undefined) return undefined
          return {
            run: () =>
              inFreshFolders(own, async () => {
                const run = await runLaunch(launch, output)
                await checkFiles(output, files, restore)
                return run
              }),
          }
        },
      }
    },
  }
}

/** Throws unless the output has the events of each file in their order. */
async function checkFiles(
  output: string,
  files: readonly DataSet[],
  restore: (event: Event) => string,
): Promise<void> {
  const expected = new Map(files.map((file) => [file.path, file.expected()]))
  for await (const event of readEvents(output, (line) => [JSON.parse(line) as Event])) {
    const path = String(event.__path__)
    const text = restore(event)
    const value = expected.get(path)?.next().value
    if (text !== value) {
      throw new Error(`${output} has\n${text}\nwhere ${path} has\n${value}`)
    }
  }
  for (const [path, rest] of expected) {
    if (rest.next().done !== true) throw new Error(`${output} has not all events of ${path}`)
  }
}

function sum(files: readonly DataSet[], what: 'bytes' | 'events'): number {
  return files.reduce((total, file) => total + file[what], 0)
}
