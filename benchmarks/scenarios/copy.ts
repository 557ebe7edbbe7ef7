import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { accessLog } from '../../scripts/access-log.ts'
import { sluice } from '../collectors/sluice.ts'
import { writeDataSet } from '../inputs/data-set.ts'
import { measureToEnd } from '../measure/measure-to-end.ts'
import type { Scenario } from '../scenario.ts'

/** Node.js reading a file and writing it again in blocks: what no pipeline on this machine can beat. */
export const copyScenario: Scenario = {
  name: 'copy',
  description: 'the floor: lines of 512 bytes read and written in blocks by bare Node.js',
  prepare(directory, { bytes }) {
    const data = writeDataSet(join(directory, 'input.log'), bytes, () =>
      accessLog({ seed: 1, lineLength: 511 }),
    )
    const output = join(directory, 'copy.log')
    const args = [join(import.meta.dirname, 'copy-file.ts'), data.path, output]
    return {
      data,
      taskFor(collector) {
        if (collector !== sluice) return undefined
        return {
          async run() {
            const run = await measureToEnd(process.execPath, args)
            if (!readFileSync(data.path).equals(readFileSync(output))) {
              throw new Error(`${output} differs from ${data.path}`)
            }
            rmSync(output)
            return run
          },
        }
      },
    }
  },
}
