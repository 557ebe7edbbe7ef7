import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fits, walkDirectories, type WalkRules } from './directory-walk.ts'
import type { Exclusions } from './exclusions.ts'
import type { OnceLog } from '../once-log.ts'
import type { PathGlob } from './path-glob.ts'

/** What one search found. */
export interface Found {
  /** Every matching path; one without wildcards is always among them, there or not. */
  readonly paths: ReadonlySet<string>
  /** The directories that were searched, in which a new name may match at any time. */
  readonly directories: ReadonlySet<string>
  /** The path patterns for which nothing is there. */
  readonly unmatched: readonly string[]
}

/** Bounds the memory and time of a search gone wrong, such as `/**` on a large host. */
const MOST_PATHS = 100_000
const MOST_DIRECTORIES = 100_000

const UNREADABLE = 'directory cannot be read; the files in it are not collected'

/** Searches the file system for what the path patterns ask for and the exclusions allow. */
export class Discovery {
  readonly #globs: readonly PathGlob[]
  readonly #exclusions: Exclusions
  readonly #inRoot: boolean
  readonly #log: OnceLog
  readonly #rules: WalkRules
  #patterns = new Map<string, Set<string | RegExp>>()

  constructor(
    globs: readonly PathGlob[],
    exclusions: Exclusions,
    options: { readonly inRoot: boolean; readonly log: OnceLog },
  ) {
    this.#globs = globs
    this.#exclusions = exclusions
    this.#inRoot = options.inRoot
    this.#log = options.log
    this.#rules = {
      isExcluded: (directory) => exclusions.excludesDirectory(directory),
      failed: (directory, { code }) => options.log.warn(directory, { directory, code }, UNREADABLE),
      listed: (directory) => options.log.mended(directory, UNREADABLE),
    }
  }

  /**
   * Searches everything. Yields between directories, so that the caller can let others work during a long search; what
   * changes meanwhile may or may not be found.
   */
  *search(): Generator<void, Found> {
    const paths = new Set<string>()
    const patterns = new Map<string, Set<string | RegExp>>()
    const unmatched: string[] = []
    for (const glob of this.#globs) {
      const matched =
        glob.literal === undefined
          ? yield* this.#searchGlob(glob, paths, patterns)
          : this.#takeLiteral(glob.literal, paths, patterns)
      if (!matched) unmatched.push(glob.text)
    }
    this.#patterns = patterns
    return { paths, directories: new Set(patterns.keys()), unmatched }
  }

  /** Whether a path in a directory of the last search is one to collect. */
  matches(path: string): boolean {
    const patterns = this.#patterns.get(dirname(path))
    if (patterns === undefined || !this.#isWanted(path)) return false
    const name = basename(path)
    return patterns.values().some((pattern) => fits(name, pattern))
  }

  #takeLiteral(
    path: string,
    paths: Set<string>,
    patterns: Map<string, Set<string | RegExp>>,
  ): boolean {
    if (!this.#isWanted(path) || this.#exclusions.excludesDirectory(dirname(path))) return false
    addTo(patterns, dirname(path), basename(path))
    paths.add(path)
    return existsSync(path)
  }

  *#searchGlob(
    glob: PathGlob,
    paths: Set<string>,
    patterns: Map<string, Set<string | RegExp>>,
  ): Generator<void, boolean> {
    let matched = false
    for (const { directory, listing } of walkDirectories(glob, this.#rules)) {
      if (patterns.size >= MOST_DIRECTORIES || paths.size >= MOST_PATHS) {
        const limits = { pattern: glob.text, directories: MOST_DIRECTORIES, files: MOST_PATHS }
        this.#log.warn('', limits, 'too many files match; the rest is not collected')
        break
      }
      addTo(patterns, directory, glob.name)
      for (const name of listing.files) {
        const path = join(directory, name)
        if (!fits(name, glob.name) || !this.#isWanted(path)) continue
        if (name.includes('\uFFFD') && !existsSync(path)) {
          this.#log.warn(
            path,
            { file: path },
            'a file whose name is not valid UTF-8 is not collected',
          )
          continue
        }
        paths.add(path)
        matched = true
      }
      yield
    }
    return matched
  }

  #isWanted(path: string): boolean {
    if (dirname(path) === '/' && !this.#inRoot) return false
    return !this.#exclusions.excludesFile(path)
  }
}

function addTo<Value>(map: Map<string, Set<Value>>, key: string, value: Value): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, new Set([value]))
  else values.add(value)
}
