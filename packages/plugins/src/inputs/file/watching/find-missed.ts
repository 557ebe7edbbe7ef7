import { basename, dirname, join } from 'node:path'
import { type FileStat, findFile, listEntries } from '../files/file-stat.ts'

/** A file that had a name and lost it again before anybody saw it there. */
export interface MissedFile {
  readonly home: string
  readonly stat: FileStat
}

/**
 * Finds files that were rotated away twice before anybody looked: they carry the name with a number or date behind it,
 * and were made after the last file that was seen there was last written to and before the one that is there now.
 * Oldest first. On file systems that do not tell when a file was made, none are found.
 */
export function findMissed(path: string, since: number, current: FileStat): readonly MissedFile[] {
  const directory = dirname(path)
  const name = basename(path)
  const found: MissedFile[] = []
  for (const { name: other } of listEntries(directory)) {
    if (!other.startsWith(name) || !isRotation(other.slice(name.length))) continue
    const home = join(directory, other)
    const stat = findFile(home)
    if (stat === undefined || stat.born < since || stat.born > current.born) continue
    found.push({ home, stat })
  }
  return found.toSorted((a, b) => a.stat.born - b.stat.born)
}

/** Whether this is what rotation puts behind a name: `.1`, `-20260131`, `.2026-01-31T10`. */
function isRotation(suffix: string): boolean {
  return /^[-._][\dTZ_.:-]*$/.test(suffix) && /\d/.test(suffix)
}
