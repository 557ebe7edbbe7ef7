import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnPackage, PackageManifest } from './read-packages.ts'

/** What a release is called; `undefined` leaves the version as it is. */
export interface ReleaseVersions {
  /** Of every package but @sluice/plugin. */
  readonly version?: string | undefined
  /** Of @sluice/plugin, which has its own version line. */
  readonly pluginApi?: string | undefined
}

const API = '@sluice/plugin'
const declaration = /(PLUGIN_API_VERSION = ')[^']+(')/
const dependencyKinds = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const satisfies readonly (keyof PackageManifest)[]

/** Gives the packages and their pins on each other new versions, in memory; and the plugin API in its source file. */
export function setVersions(packages: readonly OwnPackage[], versions: ReleaseVersions): void {
  const own = new Set(packages.map(({ manifest }) => manifest.name))
  const versionOf = (name: string): string | undefined =>
    name === API ? versions.pluginApi : versions.version
  for (const { folder, manifest } of packages) {
    manifest.version = versionOf(manifest.name) ?? manifest.version
    for (const kind of dependencyKinds) {
      const dependencies = manifest[kind] ?? {}
      for (const [name, range] of Object.entries(dependencies)) {
        const version = own.has(name) ? versionOf(name) : undefined
        if (version !== undefined) dependencies[name] = range.replace(/\d.*/, version)
      }
    }
    if (manifest.name === API && versions.pluginApi !== undefined) {
      declareVersion(join(folder, 'src/version.ts'), versions.pluginApi)
    }
  }
}

function declareVersion(file: string, version: string): void {
  const source = readFileSync(file, 'utf8')
  if (!declaration.test(source)) throw new Error(`${file} declares no PLUGIN_API_VERSION`)
  writeFileSync(file, source.replace(declaration, `$1${version}$2`))
}
