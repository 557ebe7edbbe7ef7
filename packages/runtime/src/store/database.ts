import type { DatabaseSync, StatementSync } from 'node:sqlite'

import type { CheckpointRow } from './checkpoint-entry.ts'
import { checksumOf } from './checkpoint-entry.ts'
import { ensurePrivateFile } from './data-dir.ts'

/** Counts up whenever the table changes; a file of another version is set aside. */
const SCHEMA_VERSION = 1

// One b-tree and no index beside it: there is nothing that can disagree with the rows.
const TABLE = `CREATE TABLE checkpoints (
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value BLOB NOT NULL,
  updated_at INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  PRIMARY KEY (namespace, key)
) STRICT, WITHOUT ROWID`

/**
 * synchronous = NORMAL: a commit survives the end of the process at once, but a power failure may take back the newest
 * commits. The store is then behind what was delivered, so events are repeated; it is never ahead, so none are lost.
 * An fsync per tick would instead hold up the control thread for as long as a slow disk takes.
 *
 * locking_mode = EXCLUSIVE: no shared-memory file, hence no bus error on a full disk, and no second writer.
 *
 * secure_delete: a flipped page pointer finds zeros, not an old row whose checksum still holds.
 */
const PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = ON;
  PRAGMA journal_size_limit = 4194304;
`

/** How long to wait for a lock that a person's tool may hold for a moment. */
const BUSY_TIMEOUT_MS = 1000

/** The content of the file is not what was written to it. */
export class DamageError extends Error {}

/** What SQLite may hand out for a row of a damaged file. */
export type StoredRow = Readonly<Record<string, unknown>>

/** An open checkpoint database with its statements prepared. */
export interface Connection {
  readonly database: DatabaseSync
  readonly select: StatementSync
  readonly put: StatementSync
  readonly remove: StatementSync
}

/** Opens a file of SQLite, which is loaded on first use: commands that need no store start without it. */
export function openDatabase(file: string, timeout: number): DatabaseSync {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  return new DatabaseSync(file, { timeout })
}

/**
 * Opens the checkpoint database in `file`, making it if need be, and proves its structure sound (3 ms for 10,000
 * rows). The rows' checksums are not looked at.
 *
 * @throws DamageError, or the error of SQLite or of the file system
 */
export function connect(file: string): Connection {
  ensurePrivateFile(file)
  const database = openDatabase(file, BUSY_TIMEOUT_MS)
  try {
    database.exec(PRAGMAS)
    checkSchema(database)
    // Not quick_check: it overlooks rows out of order, and what is out of order is not found again.
    const verdict = Object.values(database.prepare('PRAGMA integrity_check(1)').get() ?? {})[0]
    if (verdict !== 'ok') throw new DamageError(String(verdict))
    // A flipped version byte makes SQLite take the file for one that it may only read.
    database.exec('DELETE FROM checkpoints WHERE 0')
    const select = database.prepare('SELECT * FROM checkpoints WHERE namespace = ?')
    select.setReadBigInts(true)
    const put = database.prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?)')
    const remove = database.prepare('DELETE FROM checkpoints WHERE namespace = ? AND key = ?')
    return { database, select, put, remove }
  } catch (error) {
    closeQuietly(database)
    throw error
  }
}

/** The row if it is the one that was written, `undefined` if any bit of it differs. */
export function verifiedRow({ namespace, key, value, crc }: StoredRow): CheckpointRow | undefined {
  if (typeof namespace !== 'string' || typeof key !== 'string' || typeof crc !== 'bigint') {
    return undefined
  }
  if (!(value instanceof Uint8Array)) return undefined
  const row = { namespace, key, value }
  return crc === BigInt(checksumOf(row)) ? row : undefined
}

/** Runs `work` in one transaction: all of it is stored, or nothing. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/** Closes a database whose content no longer matters. */
export function closeQuietly(database: DatabaseSync): void {
  try {
    database.close()
  } catch {
    // A database too damaged to close has nothing left to write.
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
  } catch {
    // The error that led here is the one to report.
  }
}

function checkSchema(database: DatabaseSync): void {
  const objects = database.prepare('SELECT sql FROM sqlite_schema').all()
  const version = database.prepare('PRAGMA user_version').get()?.['user_version']
  if (objects.length === 0 && version === 0) {
    inTransaction(database, () => {
      database.exec(`${TABLE}; PRAGMA user_version = ${SCHEMA_VERSION}`)
    })
    return
  }
  if (version !== SCHEMA_VERSION) {
    throw new DamageError(
      `it has schema version ${String(version)}, expected ${SCHEMA_VERSION} (was a newer collector here?)`,
    )
  }
  if (objects.length !== 1 || objects[0]?.['sql'] !== TABLE) {
    throw new DamageError('its tables are not the ones of a checkpoint store')
  }
}
