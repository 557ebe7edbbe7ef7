import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { FedRun } from '@sluice/testkit'

/** A folder that is removed after the test. */
export async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flusher-file-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The whole lines of a file. */
export function linesOf(path: string): unknown[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown)
}

/** Sends and waits until the file has it. */
export async function write(run: FedRun, ...sent: Parameters<FedRun['send']>): Promise<void> {
  await run.send(...sent)
  await run.delivered()
}

/** Waits for a record that contains the text. */
export async function untilLogged(run: FedRun, text: RegExp): Promise<void> {
  await run.until(() => run.records.some((record) => text.test(describe(record))))
}

function describe({ message, fields }: FedRun['records'][number]): string {
  return [message, ...Object.values(fields).map(String)].join(' ')
}
