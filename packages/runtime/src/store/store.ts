import { join } from 'node:path'

import type { Clock, Logger } from '@sluice/plugin'

import type { CheckpointEntry } from './checkpoint-entry.ts'
import { checksumOf, refusalOf } from './checkpoint-entry.ts'
import { CheckpointFile } from './checkpoint-file.ts'
import { ensureDataDir } from './data-dir.ts'
import { DamageError, inTransaction, verifiedRow } from './database.ts'
import { isBusy } from './sqlite-errors.ts'
import { reasonOf, StoreError } from './store-error.ts'

/** What the store needs from its surroundings. */
export interface StoreOptions {
  readonly logger: Logger
  /** Names set-aside files and dates rows; the system's clock by default. */
  readonly clock?: Pick<Clock, 'now'>
}

/** An entry that was left out of a commit, and why. */
export interface RefusedEntry {
  readonly entry: CheckpointEntry
  readonly error: StoreError
}

/** What went wrong since the store was opened. */
export interface StoreCounters {
  /** Damaged files that were set aside and replaced. */
  readonly replacedFiles: number
  /** Rows whose checksum did not hold. */
  readonly damagedRows: number
  /** Entries left out of a commit for their key or size. */
  readonly refusedEntries: number
  /** Commits that failed as a whole. */
  readonly failedCommits: number
}

/**
 * The checkpoints of one data directory. It belongs to the control thread; every call blocks that thread for as long as
 * the disk takes, about 1 ms for 100 entries. Damage to the file never surfaces as an error or a wrong value: the file
 * is set aside as `checkpoints.db.corrupt-<time>`, counted and logged, sound rows are carried over, and what is missing
 * is read again by its input.
 */
export interface Store {
  /**
   * A snapshot of a namespace's checkpoints. The caller owns it.
   *
   * @throws StoreError `STORE_READ_FAILED` when the disk fails, `STORE_CLOSED` after `close`
   */
  load(namespace: string): ReadonlyMap<string, Uint8Array>
  /**
   * Stores all entries in one transaction, a later one of the same key winning, and returns those it refused for their
   * key or size. What it stored survives the end of the process at once; a power failure may take back the newest
   * commits, which repeats events.
   *
   * @throws StoreError `STORE_WRITE_FAILED` when nothing of the batch was stored (the next commit may succeed),
   *   `STORE_CLOSED` after `close`
   */
  commit(entries: readonly CheckpointEntry[]): readonly RefusedEntry[]
  /** What went wrong since the store was opened. */
  counters(): StoreCounters
  /** Closes the file; never throws, and may be called twice. */
  close(): void
}

/**
 * Opens the checkpoint store in `dataDir`, making both if need be. Take the lock of the data directory first.
 *
 * @throws StoreError `DATA_DIR_UNUSABLE` or `STORE_UNUSABLE` when the directory cannot be written, the disk is full or
 *   another program holds the file; never for a damaged file
 */
export function openStore(dataDir: string, { logger, clock }: StoreOptions): Store {
  ensureDataDir(dataDir)
  const path = join(dataDir, 'checkpoints.db')
  const wallClock = clock ?? { now: () => Date.now() }
  try {
    return new SqliteStore(new CheckpointFile(path, logger, wallClock), wallClock)
  } catch (error) {
    throw new StoreError(
      'STORE_UNUSABLE',
      `The checkpoint store ${path} cannot be opened: ${reasonOf(error)}.`,
      isBusy(error)
        ? 'Close the program that has the file open, such as a database browser or a backup.'
        : 'Check the free space and the permissions of the data directory, or name another with --data-dir.',
      error,
    )
  }
}

class SqliteStore implements Store {
  readonly #file: CheckpointFile
  readonly #clock: Pick<Clock, 'now'>
  #refusedEntries = 0
  #failedCommits = 0
  #closed = false

  constructor(file: CheckpointFile, clock: Pick<Clock, 'now'>) {
    this.#file = file
    this.#clock = clock
  }

  load(namespace: string): ReadonlyMap<string, Uint8Array> {
    this.#assertOpen()
    try {
      return this.#read(namespace)
    } catch (error) {
      throw new StoreError(
        'STORE_READ_FAILED',
        `The checkpoints of ${namespace} cannot be read from ${this.#file.path}: ${reasonOf(error)}.`,
        'Check the disk that holds the data directory.',
        error,
      )
    }
  }

  commit(entries: readonly CheckpointEntry[]): readonly RefusedEntry[] {
    this.#assertOpen()
    const accepted: CheckpointEntry[] = []
    const refused: RefusedEntry[] = []
    for (const entry of entries) {
      const error = refusalOf(entry)
      if (error === undefined) accepted.push(entry)
      else refused.push({ entry, error })
    }
    this.#refusedEntries += refused.length
    try {
      if (accepted.length > 0) this.#write(accepted)
    } catch (error) {
      this.#failedCommits++
      throw new StoreError(
        'STORE_WRITE_FAILED',
        `${accepted.length} checkpoints could not be written to ${this.#file.path}: ${reasonOf(error)}.`,
        'Free space on the disk of the data directory and check its health; until a write succeeds, a restart repeats events.',
        error,
      )
    }
    return refused
  }

  counters(): StoreCounters {
    return {
      replacedFiles: this.#file.replaced,
      damagedRows: this.#file.damagedRows,
      refusedEntries: this.#refusedEntries,
      failedCommits: this.#failedCommits,
    }
  }

  close(): void {
    if (!this.#closed) this.#file.close()
    this.#closed = true
  }

  #read(namespace: string): Map<string, Uint8Array> {
    // SQLite would look for another text, with U+FFFD in it, and take what it finds for damage.
    if (!namespace.isWellFormed()) return new Map()
    return this.#file.use(({ select }) => {
      const checkpoints = new Map<string, Uint8Array>()
      for (const stored of select.iterate(namespace)) {
        const row = verifiedRow(stored)
        if (row?.namespace !== namespace) throw new DamageError(`a row of ${namespace} is damaged`)
        checkpoints.set(row.key, row.value)
      }
      return checkpoints
    })
  }

  #write(entries: readonly CheckpointEntry[]): void {
    const now = Math.trunc(this.#clock.now())
    this.#file.use(({ database, put, remove }) => {
      inTransaction(database, () => {
        for (const { namespace, key, value } of entries) {
          if (value === undefined) remove.run(namespace, key)
          else put.run(namespace, key, value, now, checksumOf({ namespace, key, value }))
        }
      })
    })
  }

  #assertOpen(): void {
    if (!this.#closed) return
    throw new StoreError(
      'STORE_CLOSED',
      `The checkpoint store ${this.#file.path} is closed.`,
      'Close the store only after the last pipeline has stopped.',
    )
  }
}
