import { NO_SIGNATURE, type Signature } from './signature.ts'

/** What is remembered of a file across restarts. */
export interface FileRecord {
  /** The name it was first seen under. */
  readonly path: string
  /** Where it was seen last: another name after a rename, the target of a symbolic link. */
  readonly home: string
  readonly dev: bigint
  readonly inode: bigint
  readonly signature: Signature
  /** Everything before it was handed over. */
  readonly offset: number
  /** Whether the last event was an unterminated line, so that a newline at `offset` belongs to it. */
  readonly cut: boolean
  /** When it was last written to, as it was then; milliseconds since the epoch. */
  readonly modified: number
  /** When the file was known to be there, milliseconds since the epoch. */
  readonly seen: number
}

/** The key of a file: one file has one, whatever its names are. */
export function fileKey(dev: bigint, inode: bigint): string {
  return `${dev}:${inode}`
}

/** A record as small JSON. */
export function encodeRecord(record: FileRecord): string {
  const { path, home, dev, inode, signature, offset, cut, modified, seen } = record
  return JSON.stringify({
    path,
    ...(home === path ? {} : { home }),
    dev: String(dev),
    inode: String(inode),
    signature: `${signature.length}:${signature.hash}`,
    offset,
    ...(cut ? { cut } : {}),
    modified,
    seen,
  })
}

/** Reads what `encodeRecord` wrote; `undefined` for anything else. */
export function decodeRecord(text: string): FileRecord | undefined {
  const value = parse(text)
  const { path, home = path, dev, inode, signature, offset, cut, modified, seen } = value
  if (typeof path !== 'string' || typeof home !== 'string') return undefined
  if (!isDigits(dev) || !isDigits(inode)) return undefined
  if (typeof modified !== 'number' || !isCount(offset) || !isCount(seen)) return undefined
  if (typeof signature !== 'string') return undefined
  const [, length, hash] = /^(\d+):([0-9a-f]*)$/.exec(signature) ?? []
  if (length === undefined || hash === undefined) return undefined
  return {
    path,
    home,
    dev: BigInt(dev),
    inode: BigInt(inode),
    signature: length === '0' ? NO_SIGNATURE : { length: Number(length), hash },
    offset,
    cut: cut === true,
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

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
