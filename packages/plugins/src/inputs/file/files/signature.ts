import { hash } from 'node:crypto'
import { closeSync, constants, openSync, readSync } from 'node:fs'

/** The beginning of a file as it was seen: tells an old file from a new one that got its inode. */
export interface Signature {
  /** Bytes covered, at most 1024. */
  readonly length: number
  readonly hash: string
}

const LONGEST = 1024

export const NO_SIGNATURE: Signature = { length: 0, hash: '' }

/** What opening a file may never do: wait for a writer of a pipe, or become our terminal. */
export const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY

/**
 * Compares the head of an open file with what it was. Returns the signature of the head as it is now, which covers
 * more when the file has grown, or `undefined` if it is another file's.
 */
export function checkSignature(fd: number, known: Signature): Signature | undefined {
  const buffer = Buffer.allocUnsafe(LONGEST)
  const head = buffer.subarray(0, readSync(fd, buffer, 0, LONGEST, 0))
  if (head.length < known.length) return undefined
  if (known.length > 0 && hashOf(head.subarray(0, known.length)) !== known.hash) return undefined
  if (head.length === known.length) return known
  return { length: head.length, hash: hashOf(head) }
}

/** Whether the file at `path` begins as `known` says. A file that cannot be read does not. */
export function hasSignature(path: string, known: Signature): boolean {
  let fd: number | undefined
  try {
    fd = openSync(path, OPEN_FLAGS)
    return checkSignature(fd, known) !== undefined
  } catch {
    return false
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

function hashOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex').slice(0, 32)
}
