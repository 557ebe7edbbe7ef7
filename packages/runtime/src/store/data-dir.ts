import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs'

import { reasonOf, StoreError } from './store-error.ts'

/**
 * Makes the data directory, private to its owner (mode 0700), unless it exists, and checks that it can be written.
 *
 * @throws StoreError `DATA_DIR_UNUSABLE`
 */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StoreError(
      'DATA_DIR_UNUSABLE',
      `The data directory ${dataDir} cannot be used: ${reasonOf(error)}.`,
      'Let the user that runs the collector read and write it, or name another directory with --data-dir.',
      error,
    )
  }
}

/**
 * Makes an empty file that only its owner may read, unless there is one. An existing file is not even opened: closing
 * it again would drop every POSIX lock that this process holds on it.
 */
export function ensurePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
