import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A package whose code is part of a distribution. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression, as its package.json has it. */
  readonly license: string | undefined
  /** Text of its licence file. */
  readonly licenseText: string | undefined
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly license?: unknown
}

/** The packages that modules belong to, by name and version. */
export function bundledPackages(modules: readonly string[]): readonly BundledPackage[] {
  const found = new Map<string, BundledPackage>()
  const directories = new Set(modules.map((module) => dirname(module)))
  for (const directory of directories) {
    const owner = packageOf(directory)
    if (owner !== undefined) found.set(`${owner.name}@${owner.version}`, owner)
  }
  return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

function packageOf(directory: string): BundledPackage | undefined {
  const file = join(directory, 'package.json')
  if (existsSync(file)) {
    const { name, version, license } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    // A package.json without a name only says how the modules below it are to be read.
    if (name !== undefined) {
      return {
        name,
        version: version ?? '0.0.0',
        license: typeof license === 'string' ? license : undefined,
        licenseText: licenseText(directory),
      }
    }
  }
  const parent = dirname(directory)
  return parent === directory ? undefined : packageOf(parent)
}

function licenseText(directory: string): string | undefined {
  const file = readdirSync(directory)
    .toSorted()
    .find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name))
  return file === undefined ? undefined : readFileSync(join(directory, file), 'utf8').trim()
}
