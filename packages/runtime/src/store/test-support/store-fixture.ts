import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

import { createLogger } from '../../log/index.ts'
import type { Store } from '../index.ts'
import { openStore } from '../index.ts'

/** Where a test's files live until it ends. */
export function makeDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-store-'))
  context.after(() => rmSync(directory, { recursive: true }))
  return directory
}

/** Opens stores whose log records can be read and whose time is set by hand. */
export function makeOpener() {
  const records: Record<string, unknown>[] = []
  const keep = (line: string): boolean =>
    records.push(JSON.parse(line) as Record<string, unknown>) > 0
  const clock = { time: Date.UTC(2026, 10, 22), now: () => clock.time, monotonic: () => 0 }
  const logger = createLogger({ format: 'json', write: keep, clock })
  const open = (dataDir: string): Store => openStore(dataDir, { logger, clock })
  return { open, records, clock }
}

/** A namespace's checkpoints as text. */
export function read(store: Store, namespace = 'n'): Record<string, string> {
  const entries = [...store.load(namespace)].map(([key, value]) => [
    key,
    Buffer.from(value).toString(),
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

/** Stores text, or deletes the keys whose value is `undefined`. */
export function write(
  store: Store,
  values: Readonly<Record<string, string | undefined>>,
  namespace = 'n',
): void {
  store.commit(
    Object.entries(values).map(([key, value]) => ({
      namespace,
      key,
      value: value === undefined ? undefined : Buffer.from(value),
    })),
  )
}

/** Copies a data directory as a killed process would leave it. */
export function copyDirectory(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to)
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name))
}
