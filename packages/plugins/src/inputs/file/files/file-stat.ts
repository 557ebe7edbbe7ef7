import { type BigIntStats, type Dirent, fstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileKey, type FileIdentity } from './file-identity.ts'

/** The identity of a file and how much is in it. */
export interface FileStat extends FileIdentity {
  readonly size: number
  /** When it was last written to, milliseconds since the epoch. */
  readonly modified: number
}

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ELOOP'])

/** The regular file at a path; `undefined` when there is none. Throws when that cannot be told. */
export function statFile(path: string): FileStat | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stat?.isFile() ? toFileStat(stat) : undefined
  } catch (error) {
    if (MISSING.has((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** The regular file at a path, if there is one and it can be told. */
export function findFile(path: string): FileStat | undefined {
  try {
    return statFile(path)
  } catch {
    return undefined
  }
}

/** The entries of a directory; none when it cannot be read. */
export function listEntries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}

/** An open file, and whether it has lost its last name. */
export function statOpenFile(fd: number): FileStat & { readonly deleted: boolean } {
  const stat = fstatSync(fd, { bigint: true })
  return { ...toFileStat(stat), deleted: stat.nlink === 0n }
}

/**
 * The keys of the regular files in a directory, and in those below it down to `depth`. What cannot be read is left out.
 */
export function filesByKey(
  directory: string,
  depth: number,
  found = new Map<string, string>(),
): ReadonlyMap<string, string> {
  for (const entry of listEntries(directory)) {
    const path = join(directory, entry.name)
    if (entry.isDirectory() && depth > 0) filesByKey(path, depth - 1, found)
    else if (entry.isFile()) {
      const stat = findFile(path)
      if (stat !== undefined) found.set(fileKey(stat), path)
    }
  }
  return found
}

function toFileStat(stat: BigIntStats): FileStat {
  return {
    dev: stat.dev,
    inode: stat.ino,
    size: Number(stat.size),
    modified: Number(stat.mtimeNs) / 1e6,
    born: Number(stat.birthtimeNs) / 1e6,
  }
}
