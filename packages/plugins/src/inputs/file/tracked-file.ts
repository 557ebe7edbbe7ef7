import { basename } from 'node:path'
import { fileKey, type FileRecord } from './file-record.ts'
import { hasSignature, NO_SIGNATURE, type Signature } from './signature.ts'

/** The identity of a file and how much is in it. */
export interface FileStat {
  readonly dev: bigint
  readonly ino: bigint
  readonly size: number
  /** Milliseconds since the epoch. */
  readonly modified: number
}

/**
 * One file that is being followed, through all its names. Bytes up to `offset` were handed over; those from `offset` to
 * `examined` were looked at and hold no newline: the beginning of an incomplete line, which is read again when there
 * is more.
 */
export class TrackedFile {
  readonly dev: bigint
  readonly inode: bigint
  readonly key: string
  /** The name it was first seen under: its `__path__`. */
  readonly path: string
  home: string
  signature: Signature
  offset: number
  examined: number
  size: number
  cut: boolean
  modified = 0
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
    this.key = fileKey(record.dev, record.inode)
    this.path = record.path
    this.home = record.home
    this.signature = record.signature
    this.offset = record.offset
    this.examined = record.offset
    this.size = record.offset
    this.cut = record.cut
    this.begun = record.offset > 0
    this.grownAt = now
    this.readAt = now
  }

  get hasNew(): boolean {
    return this.size > this.examined
  }

  get hasPartial(): boolean {
    return this.examined > this.offset
  }

  /** Takes note of the file's size; tells whether there is less than there was, so that it starts over. */
  observe(stat: { readonly size: number }, now: number): boolean {
    const shrunk = stat.size < this.size
    if (shrunk) this.startOver()
    if (stat.size !== this.size) this.grownAt = now
    this.size = stat.size
    return shrunk
  }

  /** Its content is another: it is read from its first byte. */
  startOver(): void {
    this.signature = NO_SIGNATURE
    this.offset = 0
    this.examined = 0
    this.size = 0
    this.cut = false
  }

  record(): Omit<FileRecord, 'seen'> {
    const { path, home, dev, inode, signature, offset, cut } = this
    return { path, home, dev, inode, signature, offset, cut }
  }
}

/**
 * Whether the file with the right inode at `path` is the one that is known and not a later one that was given the
 * inode. A file of which nothing was seen yet is recognised by a name that only got something appended.
 */
export function isSameFile(path: string, known: Pick<FileRecord, 'path' | 'signature'>): boolean {
  if (known.signature.length > 0) return hasSignature(path, known.signature)
  return basename(path).startsWith(basename(known.path))
}
