import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Listing {
  /** Names of real directories. */
  readonly directories: readonly string[]
  /** Names of symbolic links that lead to directories. */
  readonly links: readonly string[]
  /** Names of everything that may be a regular file or lead to one. */
  readonly files: readonly string[]
}

/** The sorted names in a directory by what they are. Throws what `readdir` throws. */
export function listDirectory(directory: string): Listing {
  const entries = readdirSync(directory, { withFileTypes: true })
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const isLink = (entry: Dirent): boolean =>
    entry.isSymbolicLink() && isDirectory(join(directory, entry.name))
  const links = sorted.filter(isLink).map(({ name }) => name)
  const linked = new Set(links)
  return {
    directories: sorted.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    links,
    files: sorted
      .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && !linked.has(entry.name)))
      .map(({ name }) => name),
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}
