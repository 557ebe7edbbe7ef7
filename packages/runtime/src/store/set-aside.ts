import { readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Damaged files kept for inspection; older ones are deleted so that a failing disk cannot fill itself with them. */
const KEPT_FILES = 3

// The main file last: until it is gone, a second attempt finds it damaged and comes here again.
const PARTS = ['-journal', '-shm', '-wal', '']

/** Renames the database to `<file>.corrupt-<time>`, with its side files, and returns the new name. */
export function setAside(file: string, time: number): string {
  const aside = `${file}.corrupt-${new Date(time).toISOString().replaceAll(':', '-')}`
  for (const part of PARTS) {
    rmSync(aside + part, { recursive: true, force: true })
    renameIfPresent(file + part, aside + part)
  }
  deleteOldest(file)
  return aside
}

function renameIfPresent(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function deleteOldest(file: string): void {
  const directory = dirname(file)
  const prefix = `${basename(file)}.corrupt-`
  const names = readdirSync(directory).filter((name) => name.startsWith(prefix))
  const sets = new Set(names.map((name) => name.replace(/-(?:journal|shm|wal)$/, '')))
  for (const old of [...sets].toSorted().slice(0, -KEPT_FILES)) {
    for (const part of PARTS) rmSync(join(directory, old + part), { recursive: true, force: true })
  }
}
