import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Name of the package that carries the command and, with it, everything a collector is made of. */
export const CORE_PACKAGE = 'sluice'
export const BUILTINS_PACKAGE = '@sluice/plugins'
export const API_PACKAGE = '@sluice/plugin'

/** A release of Sluice on disk: what a distribution is made of besides private plugins. */
export interface Core {
  /** Absolute path of the package `sluice`. */
  readonly directory: string
  readonly version: string
  /** Version of the plugin API. */
  readonly api: string
  /** Types of its built-in plugins. */
  readonly builtins: readonly string[]
}

/** The core in a directory. Throws when it is none. */
export function readCore(directory: string): Core {
  const require = createRequire(join(directory, 'package.json'))
  const { version } = readManifest(join(directory, 'package.json'))
  const { version: api } = readManifest(require.resolve(`${API_PACKAGE}/package.json`))
  const { exports = {} } = readManifest(require.resolve(`${BUILTINS_PACKAGE}/package.json`))
  const builtins = Object.keys(exports)
    .filter((subpath) => /^\.\/\w+$/.test(subpath))
    .map((subpath) => subpath.slice(2))
  return { directory, version, api, builtins }
}

/** The directory of the core that a repository depends on; undefined when it has none installed. */
export function findCore(root: string): string | undefined {
  try {
    const file = createRequire(join(root, 'package.json')).resolve(`${CORE_PACKAGE}/package.json`)
    return dirname(file)
  } catch {
    return undefined
  }
}

function readManifest(file: string): {
  readonly version: string
  readonly exports?: Readonly<Record<string, unknown>>
} {
  return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readManifest>
}
