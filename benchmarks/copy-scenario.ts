import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDataSet } from './data-set.ts'
import type { Scenario } from './scenario.ts'

/** Node.js reading a file and writing it again in blocks: what no pipeline on this machine can beat. */
export const copyScenario: Scenario = {
  name: 'copy',
  description: 'the floor: lines of 512 bytes read and written in blocks by bare Node.js',
  prepare(directory, bytes) {
    const data = writeDataSet(join(directory, 'access.log'), bytes, { seed: 1, lineLength: 511 })
    const output = join(directory, 'copy.log')
    return {
      data,
      command: process.execPath,
      args: [join(import.meta.dirname, 'copy-file.ts'), data.path, output],
      async finish() {
        if (!readFileSync(data.path).equals(readFileSync(output))) {
          throw new Error(`${output} differs from ${data.path}`)
        }
        rmSync(output)
      },
    }
  },
}
