import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccessLogOptions } from '../scripts/access-log.ts'
import { checkOutput, type Restore } from './check-output.ts'
import { writeDataSet } from './data-set.ts'
import type { Scenario } from './scenario.ts'
import { sluiceCommand } from './sluice-command.ts'

export interface PipelineOptions {
  readonly name: string
  readonly description: string
  readonly input: AccessLogOptions
  /** What stands between `input_file` and `flusher_file`, as in a pipeline file. */
  readonly processors: readonly object[]
  readonly restore: Restore
}

/** `sluice run --once` over one file of access log, with JSON lines written to another. */
export function pipelineScenario(options: PipelineOptions): Scenario {
  const { name, description, input, processors, restore } = options
  return {
    name,
    description,
    prepare(directory, bytes) {
      const data = writeDataSet(join(directory, 'access.log'), bytes, input)
      const output = join(directory, 'output')
      const result = join(output, 'events.jsonl')
      const config = join(directory, 'pipeline.json')
      const flusher = { Type: 'flusher_file', FilePath: result, MaxFileSize: 2 ** 32 - 1 }
      const source = { Type: 'input_file', FilePaths: [data.path] }
      writeFileSync(config, JSON.stringify({ inputs: [source], processors, flushers: [flusher] }))
      return {
        data,
        command: sluiceCommand,
        args: ['run', config, '--once', '--data-dir', join(output, 'data')],
        async finish() {
          await checkOutput(result, data, restore)
          rmSync(output, { recursive: true })
        },
      }
    },
  }
}
