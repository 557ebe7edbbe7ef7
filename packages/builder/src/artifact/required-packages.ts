import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { satisfies } from 'semver'
import { type ArtifactFile, readFiles } from './write-artifact.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The directory of a package as modules in `from` see it. */
export function findPackage(name: string, from: string): string | undefined {
  const directory = join(from, 'node_modules', name)
  if (existsSync(join(directory, 'package.json'))) return directory
  const parent = dirname(from)
  return parent === from ? undefined : findPackage(name, parent)
}

/** Those of the required packages that `root` does not have in a version that fits. */
export function missingPackages(
  required: ReadonlyMap<string, string>,
  root: string,
): readonly { readonly name: string; readonly range: string }[] {
  return [...required].flatMap(([name, range]) => {
    const directory = findPackage(name, root)
    if (directory !== undefined && satisfies(readManifest(directory).version, range)) return []
    return [{ name, range }]
  })
}

/** The required packages and all they depend on, as they lie in `root`, for the distribution's node_modules. */
export async function requiredFiles(
  required: Iterable<string>,
  root: string,
): Promise<readonly ArtifactFile[]> {
  const directories = new Set<string>()
  for (const name of required) collect(name, root, directories)
  const files = [...directories].map((directory) => {
    const parts = directory.split(sep)
    return readFiles(directory, parts.slice(parts.indexOf('node_modules')).join('/'))
  })
  // A package inside another one's node_modules is read twice.
  const byPath = new Map((await Promise.all(files)).flat().map((file) => [file.path, file]))
  return [...byPath.values()]
}

function collect(name: string, from: string, directories: Set<string>): void {
  const directory = findPackage(name, from)
  // Optional packages are absent where they do not fit the platform.
  if (directory === undefined || directories.has(directory)) return
  directories.add(directory)
  const { dependencies, optionalDependencies } = readManifest(directory)
  for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
    collect(each, directory, directories)
  }
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
}
