import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listTree } from './list-tree.ts'

/** A file below a folder that holds one of the secrets; packages that were installed are not looked at. */
export function findLeak(folder: string, secrets: readonly string[]): string | undefined {
  return listTree(folder, ['node_modules']).find((path) => {
    const file = join(folder, path)
    if (!lstatSync(file).isFile()) return false
    const bytes = readFileSync(file)
    return secrets.some((secret) => bytes.includes(secret))
  })
}
