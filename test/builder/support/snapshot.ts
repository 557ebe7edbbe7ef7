import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What lies below a folder: mode and SHA-256 (or target) of everything, by path. */
export function snapshot(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
  return new Map(paths.map((path) => [path, describe(join(folder, path))]))
}

function describe(path: string): string {
  const stat = lstatSync(path)
  const mode = stat.mode.toString(8)
  if (stat.isSymbolicLink()) return `${mode} -> ${readlinkSync(path)}`
  if (!stat.isFile()) return mode
  return `${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
}
