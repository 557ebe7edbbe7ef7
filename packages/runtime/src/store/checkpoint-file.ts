import type { Clock, Logger } from '@sluice/plugin'

import type { Connection } from './database.ts'
import { closeQuietly, connect } from './database.ts'
import { salvage } from './salvage.ts'
import { setAside } from './set-aside.ts'
import { isDamage, isEnvironment } from './sqlite-errors.ts'
import { reasonOf } from './store-error.ts'

/**
 * The database file behind the store. Wherever it turns out to be damaged, it is set aside, a new one takes its place
 * with the rows that are sound, and the work goes on.
 */
export class CheckpointFile {
  readonly path: string
  /** Damaged files that were set aside. */
  replaced = 0
  /** Rows whose checksum did not hold. */
  damagedRows = 0
  readonly #logger: Logger
  readonly #clock: Pick<Clock, 'now'>
  #connection: Connection | undefined

  /** Opens the file. @throws the error of SQLite or of the file system when a new file would not help */
  constructor(path: string, logger: Logger, clock: Pick<Clock, 'now'>) {
    this.path = path
    this.#logger = logger
    this.#clock = clock
    this.#connection = this.#connect()
  }

  /** Runs `work` and, if it meets damage, once more on a new file. */
  use<Result>(work: (connection: Connection) => Result): Result {
    this.#connection ??= this.#connect()
    try {
      return work(this.#connection)
    } catch (error) {
      if (!isDamage(error)) throw error
      closeQuietly(this.#connection.database)
      // Should replacing fail, say on a full disk, the next call starts from the file again.
      this.#connection = undefined
      this.#connection = this.#replace(error)
      return work(this.#connection)
    }
  }

  close(): void {
    const connection = this.#connection
    this.#connection = undefined
    try {
      connection?.database.close()
    } catch (error) {
      this.#logger.warn({ file: this.path, error }, 'checkpoint store did not close cleanly')
    }
  }

  #connect(): Connection {
    try {
      return connect(this.path)
    } catch (error) {
      if (isEnvironment(error)) throw error
      return this.#replace(error)
    }
  }

  #replace(damage: unknown): Connection {
    const now = Math.trunc(this.#clock.now())
    const movedTo = setAside(this.path, now)
    this.replaced++
    const connection = connect(this.path)
    this.#carryOver(movedTo, connection, now)
    const rowsKept = connection.database.prepare('SELECT count(*) AS n FROM checkpoints').get()?.[
      'n'
    ]
    this.#logger.error(
      { file: this.path, reason: reasonOf(damage), movedTo, rowsKept },
      'checkpoint store was damaged and has been replaced: what has no checkpoint now is read again, so events repeat',
    )
    return connection
  }

  #carryOver(from: string, target: Connection, now: number): void {
    try {
      salvage(from, {
        target,
        now,
        onDamagedRow: ({ namespace, key }) => {
          this.damagedRows++
          this.#logger.warn({ namespace, key }, 'checkpoint is damaged and was dropped')
        },
      })
    } catch (error) {
      this.#logger.warn(
        { file: from, error },
        'sound rows of a damaged store were not carried over',
      )
    }
  }
}
