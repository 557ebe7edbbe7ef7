import { basename } from 'node:path'
import { fileKey, type FileIdentity, isSameIdentity } from './file-identity.ts'
import type { FileRecord } from './file-record.ts'
import { type FileStat, findFile } from './file-stat.ts'
import type { Amid } from '../lines/stretch.ts'
import { hasSignature, NO_SIGNATURE, type Signature } from './signature.ts'

const COMPRESSED = /\.(?:gz|bz2|xz|zst|lz4|zip)$/

/**
 * One file that is being followed, through all its names. Bytes up to `offset` were handed over; those from `offset` to
 * `examined` were looked at and are the beginning of an incomplete line or block, which is read again when there is more.
 */
export class TrackedFile implements FileIdentity {
  readonly dev: bigint
  readonly inode: bigint
  readonly born: number
  readonly key: string
  /** The name it was first seen under: its `__path__`. */
  readonly path: string
  home: string
  signature: Signature
  offset: number
  examined: number
  size: number
  cut: boolean
  amid: Amid | undefined
  /** Milliseconds since the epoch; 0 when it was not looked at yet. */
  modified: number
  /** Whether it was written to and did not grow: it may have been written anew. */
  touched = false
  /** When it was last seen to grow, monotonic. */
  grownAt: number
  /** When it was last read, monotonic. */
  readAt: number
  /** Whether reading has begun; from then on it no longer waits for the file that had its name before. */
  begun: boolean
  /** How many of the paths that are polled lead to it. */
  names = 0
  /** Since when no polled path leads to it, monotonic. */
  orphanedAt = 0
  /** Whether it has no name at all any more. */
  deleted = false
  /** Attempts to read it that failed in a row. */
  failures = 0
  /** Whether it is so far behind that a warning was given. */
  isLate = false

  constructor(record: Omit<FileRecord, 'seen'>, now: number) {
    this.dev = record.dev
    this.inode = record.inode
    this.born = record.born
    this.key = fileKey(record)
    this.path = record.path
    this.home = record.home
    this.signature = record.signature
    this.offset = record.offset
    this.examined = record.offset
    this.size = record.offset
    this.cut = record.cut
    this.amid = record.amid
    this.modified = record.modified
    this.begun = record.offset > 0
    this.grownAt = now
    this.readAt = now
  }

  /** Whether it has to be read: it grew, or was written to in another way. */
  get hasNew(): boolean {
    return this.size > this.examined || this.touched
  }

  get hasPartial(): boolean {
    return this.examined > this.offset
  }

  /** Takes note of what the file is like now; tells whether there is less than there was, so that it starts over. */
  observe(stat: FileStat, now: number): boolean {
    const shrunk = stat.size < this.size
    if (shrunk) this.startOver()
    const isChanged = this.modified !== 0 && stat.modified !== this.modified
    if (stat.size !== this.size) this.grownAt = now
    else if (isChanged && stat.size > 0) this.touched = true
    this.size = stat.size
    this.modified = stat.modified
    return shrunk
  }

  /** What stands at `path`, if it is this file as far as its identity tells. */
  statAt(path: string): FileStat | undefined {
    const stat = findFile(path)
    return stat !== undefined && isSameIdentity(stat, this) ? stat : undefined
  }

  /** Leaves out what stands before `offset`. */
  skipTo(offset: number): void {
    this.offset = offset
    this.examined = offset
    this.size = Math.max(this.size, offset)
    this.cut = false
    this.amid = undefined
  }

  /** Its content is another: it is read from its first byte. */
  startOver(): void {
    this.signature = NO_SIGNATURE
    this.offset = 0
    this.examined = 0
    this.size = 0
    this.cut = false
    this.amid = undefined
    this.begun = false
  }

  record(): Omit<FileRecord, 'seen'> {
    const { path, home, dev, inode, born, signature, offset, cut, amid, modified } = this
    return { path, home, dev, inode, born, signature, offset, cut, amid, modified }
  }
}

/**
 * Whether the file of the right identity at `path` is the one that is known. Where the file system does not tell when
 * a file was made, it may be a later one that was given the inode: its beginning decides, and if nothing of it was seen
 * yet, whether its name only got something appended that is not the mark of a compressed copy.
 */
export function isSameFile(
  path: string,
  known: Pick<FileRecord, 'path' | 'born' | 'signature'>,
): boolean {
  if (known.born !== 0) return true
  if (known.signature.length > 0) return hasSignature(path, known.signature)
  return basename(path).startsWith(basename(known.path)) && !COMPRESSED.test(path)
}
