import type { DatabaseSync } from 'node:sqlite'

import { checksumOf } from './checkpoint-entry.ts'
import type { Connection, StoredRow } from './database.ts'
import { closeQuietly, inTransaction, openDatabase, verifiedRow } from './database.ts'

/** A damaged tree may visit a page more than once; this bounds how long that can go on. */
const MAX_ROWS = 1_000_000

/** What `salvage` needs besides the file. */
export interface SalvageOptions {
  /** Where the sound rows go. */
  readonly target: Connection
  /** Milliseconds since the Unix epoch. */
  readonly now: number
  /** Called for each row that is there but is not what was written. */
  readonly onDamagedRow: (row: StoredRow) => void
}

/**
 * Copies every row of the damaged database `file` that passes its checksum: from the front up to the damage, then from
 * the back up to the damage. A file that cannot be read at all yields no row.
 *
 * @throws only what writing to the target throws; then none has been copied
 */
export function salvage(file: string, { target, now, onDamagedRow }: SalvageOptions): void {
  let source: DatabaseSync
  try {
    source = openDatabase(file, 0)
  } catch {
    return
  }
  const visit = (stored: StoredRow): void => {
    const row = verifiedRow(stored)
    if (row === undefined) onDamagedRow(stored)
    else target.put.run(row.namespace, row.key, row.value, now, checksumOf(row))
  }
  try {
    inTransaction(target.database, () => {
      const complete = scan(source, 'ASC', visit)
      if (!complete) scan(source, 'DESC', visit)
    })
  } finally {
    closeQuietly(source)
  }
}

/** Visits rows in the order of their keys and tells whether it came to the end. */
function scan(
  source: DatabaseSync,
  order: 'ASC' | 'DESC',
  visit: (row: StoredRow) => void,
): boolean {
  let rows: Iterator<StoredRow>
  try {
    const statement = source.prepare(
      `SELECT * FROM checkpoints ORDER BY namespace ${order}, key ${order} LIMIT ${MAX_ROWS}`,
    )
    statement.setReadBigInts(true)
    rows = statement.iterate()
  } catch {
    return false
  }
  for (;;) {
    let next: IteratorResult<StoredRow>
    try {
      next = rows.next()
    } catch {
      return false
    }
    if (next.done === true) return true
    visit(next.value)
  }
}
