import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Listing, listDirectory } from './list-directory.ts'
import type { PathGlob } from './path-glob.ts'

export interface WalkRules {
  isExcluded(directory: string): boolean
  /** Is told of a directory that cannot be read; one that is not there is no failure. */
  failed(directory: string, error: NodeJS.ErrnoException): void
  /** Is told of a directory that could be read. */
  listed(directory: string): void
}

interface Stop {
  readonly directory: string
  readonly depth: number
}

/**
 * The directories in which a path pattern looks for files, each with what is in it. Symbolic links to directories are
 * followed after all real directories were seen, and no directory is entered twice: that ends every loop.
 */
export function* walkDirectories(
  glob: PathGlob,
  rules: WalkRules,
): Generator<{ readonly directory: string; readonly listing: Listing }> {
  const seen = new Set<string>()
  const plain: Stop[] = [{ directory: glob.base, depth: 0 }]
  const linked: Stop[] = []
  const deepest = glob.levels.length + glob.depth
  for (let stop = plain.shift(); stop !== undefined; stop = plain.shift() ?? linked.shift()) {
    const { directory, depth } = stop
    // A directory may stand for several levels of the pattern, but only once for each.
    const level = Math.min(depth, glob.levels.length)
    const enter = (identity: string): boolean => addNew(seen, `${level}:${identity}`)
    const listing = rules.isExcluded(directory) ? undefined : list(directory, enter, rules)
    if (listing === undefined) continue
    if (depth >= glob.levels.length) yield { directory, listing }
    if (depth === deepest) continue
    const wanted = glob.levels[depth]
    const next = (name: string): Stop => ({ directory: join(directory, name), depth: depth + 1 })
    plain.push(...listing.directories.filter((name) => fits(name, wanted)).map(next))
    linked.push(...listing.links.filter((name) => fits(name, wanted)).map(next))
  }
}

/** Whether a name is what a part of a pattern asks for; no part asks for nothing. */
export function fits(name: string, part: string | RegExp | undefined): boolean {
  if (part === undefined) return true
  return typeof part === 'string' ? part === name : part.test(name)
}

function addNew(set: Set<string>, value: string): boolean {
  if (set.has(value)) return false
  set.add(value)
  return true
}

function list(
  directory: string,
  enter: (identity: string) => boolean,
  rules: WalkRules,
): Listing | undefined {
  try {
    const { dev, ino } = statSync(directory, { bigint: true })
    if (!enter(`${dev}:${ino}`)) return undefined
    const listing = listDirectory(directory)
    rules.listed(directory)
    return listing
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      rules.failed(directory, error as NodeJS.ErrnoException)
    }
    return undefined
  }
}
