import assert from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { privatePlugins } from './support/pipeline-folder.ts'
import { SluiceProcess } from './support/sluice-process.ts'

const FILES = 8
const pipeline = {
  inputs: [{ Type: 'input_file', FilePaths: ['logs/*.log'] }],
  processors: [
    {
      Type: 'processor_parse_regex_native',
      SourceKey: 'content',
      Regex: '(\\d)-(\\d+)',
      Keys: ['file', 'n'],
    },
  ],
  flushers: [{ Type: 'flusher_file', FilePath: 'out.jsonl', MaxFileSize: '1GB' }],
}

function linesFrom(file: number, from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${file}-${from + index}\n`).join('')
}

function folderOf(t: TestContext, config: object, lines: number): string {
  const logs = Array.from({ length: FILES }, (_, file) => {
    return [`logs/${file}.log`, linesFrom(file, 0, lines)] as const
  })
  return temporaryTree(t, { 'pipeline.json': JSON.stringify(config), ...Object.fromEntries(logs) })
}

async function run(t: TestContext, folder: string, ...args: readonly string[]) {
  const all = ['run', 'pipeline.json', '--once', '--data-dir', 'data', ...args]
  const sluice = new SluiceProcess(t, all, folder)
  const { code, stderr } = await sluice.ended
  assert.equal(code, 0, stderr)
  return sluice.log
}

suite('sluice run --threads', { concurrency: 2 }, () => {
  test('spreads the files of a pipeline over the threads and keeps the order of each', async (t) => {
    const folder = folderOf(t, pipeline, 20_000)
    const log = await run(t, folder, '--threads', '3')
    assert.equal(log.find(({ message }) => message === 'collecting')?.['threads'], 3)
    const stopped = log.filter(({ message }) => message === 'pipeline stopped')
    assert.deepEqual(
      stopped.map(({ eventsIn, eventsOut }) => [eventsIn, eventsOut]),
      [[FILES * 20_000, FILES * 20_000]],
    )
    for (let file = 0; file < FILES; file++) {
      appendFileSync(join(folder, `logs/${file}.log`), linesFrom(file, 20_000, 20_100))
    }
    await run(t, folder, '--threads', '2')
    const next = Array.from({ length: FILES }, () => 0)
    for (const line of readFileSync(join(folder, 'out.jsonl'), 'utf8').trimEnd().split('\n')) {
      const { file, n } = JSON.parse(line) as { file: string; n: string }
      assert.equal(Number(n), next[Number(file)])
      next[Number(file)] = Number(n) + 1
    }
    assert.deepEqual(new Set(next), new Set([20_100]))
  })

  test('keeps a pipeline in one thread when a plugin is not made for several', async (t) => {
    const inputs = [{ Type: 'input_numbers', Count: 10 }]
    const flushers = [{ Type: 'flusher_lines', File: 'numbers.out' }]
    const folder = folderOf(t, { inputs, flushers }, 0)
    const log = await run(t, folder, '--threads', '2', '--plugin', privatePlugins)
    assert.equal(log.find(({ message }) => message === 'collecting')?.['threads'], 1)
    const reason = log.find(({ message }) => /not made for several/.test(String(message)))
    assert.equal(reason?.['plugin'], 'input_numbers')
    assert.equal(readFileSync(join(folder, 'numbers.out'), 'utf8').split('\n').length, 11)
  })
})
