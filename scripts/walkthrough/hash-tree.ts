import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { listTree } from './list-tree.ts'

/** SHA-256 of the names and contents of everything below a folder but what lies in folders of the names `without`. */
export function hashTree(folder: string, without: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of listTree(folder, without)) {
    const full = join(folder, path)
    const stat = lstatSync(full)
    hash.update(`${path}\0`)
    if (stat.isFile()) hash.update(readFileSync(full))
    else if (stat.isSymbolicLink()) hash.update(readlinkSync(full))
    hash.update('\0')
  }
  return hash.digest('hex')
}
