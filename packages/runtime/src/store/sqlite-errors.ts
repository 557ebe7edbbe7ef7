import { DamageError } from './database.ts'

// Primary result codes, https://www.sqlite.org/rescode.html
const PERM = 3
const BUSY = 5
const LOCKED = 6
const NOMEM = 7
const CORRUPT = 11
const FULL = 13
const NOTADB = 26

/** Whether the content of the file is to blame, so that a new file helps. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamageError || hasCode(error, CORRUPT, NOTADB)
}

/** Whether the machine is to blame (no space, no memory, locked), so that a new file would not help. */
export function isEnvironment(error: unknown): boolean {
  if (hasCode(error, PERM, BUSY, LOCKED, NOMEM, FULL)) return true
  return error instanceof Error && 'syscall' in error
}

/** Whether another connection holds the file's lock. */
export function isBusy(error: unknown): boolean {
  return hasCode(error, BUSY)
}

function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  if (!(error instanceof Error && 'errcode' in error)) return false
  // The low byte is the primary code, the rest tells variants of it apart.
  return typeof error.errcode === 'number' && codes.includes(error.errcode & 0xff)
}
