import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords, type InputRun, runInput } from '@sluice/testkit'
import inputFile from './index.ts'
import { Sandbox } from './test-support/sandbox.ts'

type Checkpoints = ReadonlyMap<string, Uint8Array>

/** An input in each of several threads, on all logs of a sandbox. */
async function start(
  box: Sandbox,
  count: number,
  checkpoints: Checkpoints = new Map(),
): Promise<readonly InputRun[]> {
  const shared = new SharedArrayBuffer(64 * 64)
  const options = { FilePaths: [box.path('*')], TailSizeKB: 1 }
  const threads = Array.from({ length: count }, (_, index) => ({ index, count, shared }))
  return await Promise.all(
    threads.map((replica) => {
      return runInput(inputFile, { clock: box.clock, checkpoints, replica, options })
    }),
  )
}

async function linesOf(box: Sandbox, runs: readonly InputRun[]): Promise<readonly string[]> {
  await box.clock.advance('6s')
  const events = runs.flatMap((run) => run.take())
  return asRecords(events).map(({ content }) => String(content))
}

async function stop(runs: readonly InputRun[]): Promise<Checkpoints> {
  const all = new Map<string, Uint8Array>()
  for (const run of runs) {
    await run.stop()
    for (const [key, value] of run.checkpoints) all.set(key, value)
    await run[Symbol.asyncDispose]()
  }
  return all
}

test('threads share the files out: each line is collected once, through any rotation', async () => {
  await using box = new Sandbox()
  const written: string[] = []
  const line = (text: string): string => {
    written.push(text)
    return `${text}\n`
  }
  // More than TailSizeKB: what is behind another thread's file must still be read from its beginning.
  const filler = 'x'.repeat(3000)
  for (let file = 0; file < 8; file++) box.write(`${file}.log`, line(`first ${file}`))
  let runs = await start(box, 3)
  const lines = [...(await linesOf(box, runs))]
  for (let round = 0; round < 4; round++) {
    for (let file = 0; file < 8; file++) {
      box.append(`${file}.log`, line(`last ${file} ${round}`))
      box.rename(`${file}.log`, `${file}.log.${round}`)
      box.write(`${file}.log`, line(`next ${file} ${round} ${filler}`))
    }
    lines.push(...(await linesOf(box, runs)))
  }
  const checkpoints = await stop(runs)
  for (let file = 0; file < 8; file++) box.append(`${file}.log`, line(`later ${file}`))
  runs = await start(box, 2, checkpoints)
  lines.push(...(await linesOf(box, runs)))
  assert.ok(runs.every((run) => run.records.every(({ level }) => level !== 'error')))
  await stop(runs)
  assert.deepEqual(lines.toSorted(), written.toSorted())
})
