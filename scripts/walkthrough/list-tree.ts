import { globSync } from 'node:fs'
import { basename } from 'node:path'

/** Paths of everything below a folder, sorted, but what lies in folders of the names `without`. */
export function listTree(folder: string, without: readonly string[]): readonly string[] {
  return globSync(['**', '**/.*', '**/.*/**'], {
    cwd: folder,
    exclude: (path) => without.includes(basename(path)),
  }).toSorted()
}
