import type { TestContext } from 'node:test'
import { join } from 'node:path'
import { temporaryTree } from '../../scripts/temporary-tree.ts'
import { Collector } from './collector.ts'
import { NumberedLog } from './numbered-log.ts'
import { OutputFile } from './output-file.ts'
import { until } from './until.ts'

export interface TestBed {
  readonly log: NumberedLog
  readonly collector: Collector
  readonly output: OutputFile
  /** Waits until an event with this number, or a later one, is in the output. */
  readonly arrived: (number: number) => Promise<void>
}

/** A numbered log, collected by `input_file` into a file of JSON lines. */
export function testBed(test: TestContext): TestBed {
  const directory = temporaryTree(test, {})
  const log = new NumberedLog(join(directory, 'app.log'))
  test.after(() => log.close())
  const result = join(directory, 'events.jsonl')
  const collector = new Collector(test, directory, {
    // Of a log that is long before it is first seen, only the end would be read.
    inputs: [
      { Type: 'input_file', FilePaths: [join(directory, 'app.log')], TailSizeKB: 104_857_600 },
    ],
    flushers: [{ Type: 'flusher_file', FilePath: result, MaxFileSize: 2 ** 32 - 1 }],
  })
  const output = new OutputFile(result)
  return {
    log,
    collector,
    output,
    arrived: (number) =>
      until(
        () => (output.read().at(-1) ?? -1) >= number,
        () =>
          `event ${number} did not arrive, the last is ${output.numbers.at(-1)}; ${collector.stderr}`,
      ),
  }
}
