import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sluice } from '../collectors/sluice.ts'
import { measureToEnd } from '../measure/measure-to-end.ts'
import type { Scenario } from '../scenario.ts'
import { inFreshFolders } from './run-launch.ts'

/** What a run costs that has nothing to do: start, an empty file, end. */
export const emptyScenario: Scenario = {
  name: 'empty',
  description: '`sluice run --once` over an empty file',
  prepare(directory) {
    const input = join(directory, 'input.log')
    writeFileSync(input, '')
    return {
      taskFor(collector, own) {
        const launch = collector.launch({ work: { kind: 'lines' }, input, directory: own })
        if (collector !== sluice || launch === undefined) return undefined
        return {
          run: () => inFreshFolders(own, () => measureToEnd(launch.command, launch.args)),
        }
      },
    }
  },
}
