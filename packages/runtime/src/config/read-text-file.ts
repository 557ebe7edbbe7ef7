import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

/** Why the text of a file cannot be had. */
export interface ReadProblem {
  readonly code: 'FILE_NOT_FOUND' | 'FILE_NOT_UTF8' | 'FILE_TOO_LARGE' | 'FILE_UNREADABLE'
  /** What is the matter, as the rest of a sentence that begins with the path. */
  readonly message: string
}

/**
 * Reads a regular file of UTF-8 text, without its byte order mark; larger than `limit` bytes it is a problem. Anything
 * that is not a regular file is refused before it is opened, because opening a pipe would wait for its other end. Never
 * throws; blocks while it reads.
 */
export function readTextFile(path: string, limit: number): string | ReadProblem {
  let bytes: Buffer
  try {
    if (!statSync(path).isFile()) {
      return { code: 'FILE_UNREADABLE', message: 'is not a regular file' }
    }
    bytes = readBounded(path, limit + 1)
  } catch (error) {
    return explainReadError(error)
  }
  if (bytes.length > limit) {
    return { code: 'FILE_TOO_LARGE', message: `is larger than ${formatSize(limit)}` }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { code: 'FILE_NOT_UTF8', message: 'is not UTF-8 text' }
  }
}

/** Turns what a file system call threw into a problem an operator understands. */
export function explainReadError(error: unknown): ReadProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { code: 'FILE_NOT_FOUND', message: 'does not exist' }
  }
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code
  return { code: 'FILE_UNREADABLE', message: `cannot be read (${reason})` }
}

function formatSize(bytes: number): string {
  const kibibytes = bytes / 1024
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`
}

function readBounded(path: string, limit: number): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    // The size is a hint only: files of /proc report 0, others may grow while they are read.
    let buffer = Buffer.alloc(Math.min(limit, fstatSync(descriptor).size + 1))
    let length = 0
    for (;;) {
      if (length === buffer.length) {
        if (length === limit) return buffer
        buffer = Buffer.concat([buffer], Math.min(limit, length * 2))
      }
      const read = readSync(descriptor, buffer, length, buffer.length - length, null)
      if (read === 0) return buffer.subarray(0, length)
      length += read
    }
  } finally {
    closeSync(descriptor)
  }
}
