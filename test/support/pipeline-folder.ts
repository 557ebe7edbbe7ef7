import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryTree } from '../../scripts/temporary-tree.ts'
import { root } from '../../scripts/root.ts'
import { type ProcessEnd, SluiceProcess } from './sluice-process.ts'

export const privatePlugins = join(root, 'test/fixtures/private-plugins.ts')

/** Options of the plugins in `private-plugins.ts` that make up one pipeline. */
export interface NumbersPipeline {
  readonly global?: object
  readonly input?: object
  readonly processor?: object
  readonly flusher?: object
}

/** A directory of pipelines, each from `input_numbers` to a file of its own, and the command that runs them. */
export class PipelineFolder {
  readonly path: string
  readonly dataDir: string
  readonly #test: TestContext

  constructor(test: TestContext, pipelines: Readonly<Record<string, NumbersPipeline>>) {
    this.#test = test
    const files = Object.entries(pipelines).map(([name, { global, input, processor, flusher }]) => {
      const pipeline = {
        global: { CallTimeout: '1s', ...global },
        inputs: [{ Type: 'input_numbers', ...input }],
        ...(processor && { processors: [{ Type: 'processor_misbehaving', ...processor }] }),
        flushers: [{ Type: 'flusher_lines', File: `${name}.out`, ...flusher }],
      }
      return [`pipelines/${name}.json`, JSON.stringify(pipeline)] as const
    })
    this.path = temporaryTree(test, Object.fromEntries(files))
    this.dataDir = join(this.path, 'data')
  }

  start(...args: readonly string[]): SluiceProcess {
    const all = ['run', 'pipelines', '--data-dir', 'data', '--plugin', privatePlugins, ...args]
    return new SluiceProcess(this.#test, all, this.path)
  }

  run(...args: readonly string[]): Promise<ProcessEnd> {
    return this.start(...args).ended
  }

  /** The numbers a pipeline has delivered. */
  delivered(name: string): readonly number[] {
    return this.#lines(`${name}.out`).map(Number)
  }

  deadLetters(name: string): readonly { readonly plugin: string; readonly error: string }[] {
    return this.#lines(`data/dead-letter/${name}.jsonl`).map((line) => {
      return JSON.parse(line) as { plugin: string; error: string }
    })
  }

  #lines(path: string): readonly string[] {
    const file = join(this.path, path)
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  }
}
