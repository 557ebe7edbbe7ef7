import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Launch } from '../collectors/collector.ts'
import { awaitOutput } from '../measure/await-output.ts'
import { type EndedRun, measureToEnd } from '../measure/measure-to-end.ts'
import { StartedProcess } from '../measure/started-process.ts'

/** Runs a collector over files that do not grow; wall time ends with the last byte of its output, if it has one. */
export async function runLaunch(launch: Launch, output: string | undefined): Promise<EndedRun> {
  const { command, args, ends } = launch
  if (ends) {
    const start = Date.now()
    const run = await measureToEnd(command, args)
    if (output === undefined) return run
    return { ...run, wallSeconds: (statSync(output).mtimeMs - start) / 1000 }
  }
  if (output === undefined) throw new Error(`${command} does not end, and writes nothing`)
  const run = new StartedProcess(command, args)
  const { cpuSeconds, elapsed: wallSeconds } = await awaitOutput(run, output)
  const { peakRss } = run
  await run.stop()
  return { cpuSeconds, wallSeconds, peakRss, said: run.said }
}

/** Runs with empty folders for output and state, and removes them: each run begins like the first. */
export async function inFreshFolders<Result>(
  directory: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const folders = ['output', 'data'].map((name) => join(directory, name))
  for (const folder of folders) mkdirSync(folder)
  try {
    return await run()
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
