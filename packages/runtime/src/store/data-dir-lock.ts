import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

import { ensureDataDir, ensurePrivateFile } from './data-dir.ts'
import { closeQuietly, openDatabase } from './database.ts'
import { isBusy, isDamage } from './sqlite-errors.ts'
import { reasonOf, StoreError } from './store-error.ts'

/** Proof that this process is the only collector on a data directory. */
export interface DataDirLock {
  /** Lets another collector have the directory. May be called twice; happens by itself when the process ends. */
  release(): void
}

/**
 * Makes this process the only collector on `dataDir`, until it ends, however it ends. The proof is a lock that the
 * kernel holds for the process (SQLite's, on the empty file `lock.db`), so neither a stale file nor a reused pid can
 * mislead it; `lock.json` beside it only tells a second collector whom to name. The lock also works between containers
 * that share the directory. It is not waited for.
 *
 * @throws StoreError `DATA_DIR_IN_USE` naming the other collector, or `DATA_DIR_UNUSABLE`
 */
export function lockDataDir(dataDir: string): DataDirLock {
  ensureDataDir(dataDir)
  const holderFile = join(dataDir, 'lock.json')
  const database = acquire(dataDir, join(dataDir, 'lock.db'), holderFile)
  const release = (): void => {
    process.removeListener('exit', release)
    if (!database.isOpen) return
    try {
      // Before the lock goes: afterwards the file may be the next holder's.
      rmSync(holderFile, { force: true })
    } catch {
      // A file left behind misleads nobody: the lock decides.
    }
    closeQuietly(database)
  }
  // Also keeps the database reachable: were it collected as garbage, the lock would be gone.
  process.once('exit', release)
  describeHolder(holderFile)
  return { release }
}

function acquire(dataDir: string, lockFile: string, holderFile: string): DatabaseSync {
  try {
    ensurePrivateFile(lockFile)
    try {
      return lock(lockFile)
    } catch (error) {
      if (!isDamage(error)) throw error
      // Reading the content needs the lock, so nobody holds it. Emptied in place: a new file would be a second lock.
      truncateSync(lockFile, 0)
      return lock(lockFile)
    }
  } catch (error) {
    if (isBusy(error)) throw inUse(dataDir, holderFile, error)
    throw new StoreError(
      'DATA_DIR_UNUSABLE',
      `The data directory ${dataDir} cannot be locked: ${reasonOf(error)}.`,
      'Use a directory on a file system that supports POSIX locks, such as a local disk; name it with --data-dir.',
      error,
    )
  }
}

function lock(lockFile: string): DatabaseSync {
  const database = openDatabase(lockFile, 0)
  try {
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    closeQuietly(database)
    throw error
  }
}

function describeHolder(holderFile: string): void {
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString()
  const holder = { pid: process.pid, host: hostname(), startedAt }
  try {
    writeFileSync(holderFile, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  } catch {
    // The lock holds without it; only the message of a second collector is poorer.
  }
}

function inUse(dataDir: string, holderFile: string, cause: unknown): StoreError {
  const holder = readHolder(holderFile)
  return new StoreError(
    'DATA_DIR_IN_USE',
    `The data directory ${dataDir} is in use by another collector (${holder ?? 'its pid is not known'}).`,
    'Stop that collector, or give this one its own directory with --data-dir.',
    cause,
  )
}

function readHolder(holderFile: string): string | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(holderFile, 'utf8'))
    if (typeof holder !== 'object' || holder === null) return undefined
    const { pid, host, startedAt } = holder as Readonly<Record<string, unknown>>
    return `pid ${String(pid)} on host ${String(host)}, started ${String(startedAt)}`
  } catch {
    return undefined
  }
}
