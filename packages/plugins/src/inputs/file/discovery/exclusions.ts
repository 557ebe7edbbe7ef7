import { basename, dirname, isAbsolute, resolve } from 'node:path'
import { compilePattern, hasWildcard } from './pattern.ts'

/** The exclusion options, as a config gives them. */
export interface ExclusionOptions {
  readonly ExcludeFilePaths: readonly string[]
  readonly ExcludeFiles: readonly string[]
  readonly ExcludeDirs: readonly string[]
}

/** Says which files and directories are not to be collected although a path pattern matches them. */
export class Exclusions {
  readonly #paths: readonly RegExp[]
  readonly #names: readonly RegExp[]
  readonly #directories: readonly RegExp[]
  readonly #trees: ReadonlySet<string>

  constructor(options: ExclusionOptions) {
    const directories = options.ExcludeDirs.filter((path) => isAbsolute(path))
    this.#paths = options.ExcludeFilePaths.filter((path) => isAbsolute(path)).map(compilePath)
    this.#names = options.ExcludeFiles.map((name) => compilePattern(name))
    this.#directories = directories.filter(hasWildcard).map(compilePath)
    this.#trees = new Set(
      directories.filter((path) => !hasWildcard(path)).map((path) => resolve(path)),
    )
  }

  /** Whether a file is excluded by its path or name; its directory is not looked at. */
  excludesFile(path: string): boolean {
    const name = basename(path)
    return (
      this.#names.some((pattern) => pattern.test(name)) ||
      this.#paths.some((pattern) => pattern.test(path))
    )
  }

  /** Whether a directory, or one it lies in, is excluded. */
  excludesDirectory(path: string): boolean {
    if (this.#trees.size === 0 && this.#directories.length === 0) return false
    for (let directory = path; ; directory = dirname(directory)) {
      if (this.#trees.has(directory)) return true
      if (this.#directories.some((pattern) => pattern.test(directory))) return true
      if (directory === dirname(directory)) return false
    }
  }
}

/** The entries that can never match: a relative path, or a name with a directory. */
export function uselessExclusions(options: ExclusionOptions): readonly string[] {
  return [
    ...options.ExcludeFilePaths.filter((path) => !isAbsolute(path)),
    ...options.ExcludeDirs.filter((path) => !isAbsolute(path)),
    ...options.ExcludeFiles.filter((name) => name.includes('/')),
  ]
}

/** `**` makes every wildcard of the pattern cross directories. */
function compilePath(pattern: string): RegExp {
  return compilePattern(pattern.replace(/\/+$/, ''), pattern.includes('**'))
}
