import { join } from 'node:path'
import { checkEvents } from '../collectors/check-events.ts'
import type { Collector, Launch } from '../collectors/collector.ts'
import { type DataSet, writeDataSet } from '../inputs/data-set.ts'
import type { Scenario, Task } from '../scenario.ts'
import type { Workload } from '../work.ts'
import { inFreshFolders, runLaunch } from './run-launch.ts'

/** A file read from its beginning to its end. */
export function wholeFileScenario(workload: Workload): Scenario {
  const { name, description, keeps = () => true } = workload
  return {
    name,
    description,
    prepare(directory, { bytes }) {
      const data = writeDataSet(join(directory, 'input.log'), bytes, workload.texts)
      const expected = () => data.expected().filter(keeps)
      return {
        data,
        taskFor: (collector, own) => task(collector, own, workload, { ...data, expected }),
      }
    },
  }
}

function task(
  collector: Collector,
  directory: string,
  { work, sink, restore }: Workload,
  { path: input, expected }: DataSet,
): Task | undefined {
  if (sink === 'null') {
    const launch = collector.launch({ work, input, directory })
    return launch && droppingTask(launch, directory, expected)
  }
  const output = join(directory, 'output', 'events.jsonl')
  const launch = collector.launch({ work, input, output, directory })
  if (launch === undefined) return undefined
  return {
    run: () =>
      inFreshFolders(directory, async () => {
        const run = await runLaunch(launch, output)
        await checkEvents(output, { events: launch.events, input, expected: expected(), restore })
        return run
      }),
  }
}

/** Where no events are written, their number has to be right. */
function droppingTask(launch: Launch, directory: string, expected: DataSet['expected']): Task {
  const count = expected().reduce((sum) => sum + 1, 0)
  const runCounted = (one: Launch) =>
    inFreshFolders(directory, async () => {
      const run = await runLaunch(one, undefined)
      const delivered = one.delivered?.(run.said) ?? count
      if (delivered !== count) {
        throw new Error(`${one.command} delivered ${delivered} events where ${count} were expected`)
      }
      return run
    })
  const { counting } = launch
  return {
    run: () => runCounted(launch),
    async checkOnce() {
      if (counting !== undefined) await runCounted(counting)
    },
  }
}
