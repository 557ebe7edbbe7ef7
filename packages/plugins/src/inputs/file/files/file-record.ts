import type { FileIdentity } from './file-identity.ts'
import { type Amid, AMIDS } from '../lines/stretch.ts'
import { NO_SIGNATURE, type Signature } from './signature.ts'

/** What is remembered of a file across restarts. */
export interface FileRecord extends FileIdentity {
  /** The name it was first seen under. */
  readonly path: string
  /** Where it was seen last: another name after a rename, the target of a symbolic link. */
  readonly home: string
  readonly signature: Signature
  /** Everything before it was handed over. */
  readonly offset: number
  /** Whether the last event was an unterminated line, so that a newline at `offset` belongs to it. */
  readonly cut: boolean
  /** What the byte at `offset` is in the midst of; undefined for the beginning of a line like any other. */
  readonly amid: Amid | undefined
  /** When it was last written to, as it was then; milliseconds since the epoch. */
  readonly modified: number
  /** When the file was known to be there, milliseconds since the epoch. */
  readonly seen: number
}

/** A record as small JSON. */
export function encodeRecord(record: FileRecord): string {
  const { path, home, dev, inode, born, signature, offset, cut, amid, modified, seen } = record
  return JSON.stringify({
    path,
    ...(home === path ? {} : { home }),
    dev: String(dev),
    inode: String(inode),
    born,
    signature: `${signature.length}:${signature.hash}`,
    offset,
    ...(cut ? { cut } : {}),
    ...(amid === undefined ? {} : { amid }),
    modified,
    seen,
  })
}

/** Reads what `encodeRecord` wrote; `undefined` for anything else. */
export function decodeRecord(text: string): FileRecord | undefined {
  const value = parse(text)
  const {
    path,
    home = path,
    dev,
    inode,
    born,
    signature,
    offset,
    cut,
    amid,
    modified,
    seen,
  } = value
  if (typeof path !== 'string' || typeof home !== 'string') return undefined
  if (!isDigits(dev) || !isDigits(inode)) return undefined
  if (!isTime(born) || !isTime(modified)) return undefined
  if (!isCount(offset) || !isCount(seen)) return undefined
  if (typeof signature !== 'string') return undefined
  const [, length, hash] = /^(\d+):([0-9a-f]*)$/.exec(signature) ?? []
  if (length === undefined || hash === undefined) return undefined
  return {
    path,
    home,
    dev: BigInt(dev),
    inode: BigInt(inode),
    born,
    signature: length === '0' ? NO_SIGNATURE : { length: Number(length), hash },
    offset,
    cut: cut === true,
    amid: AMIDS.find((known) => known === amid),
    modified,
    seen,
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value)
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
