import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runProgram } from '../run-program.ts'
import { copyWorkspace } from './copy-workspace.ts'
import { type OwnPackage, readPackages, type Target } from './read-packages.ts'
import { type ReleaseVersions, setVersions } from './set-versions.ts'

export interface Tarball {
  readonly name: string
  readonly version: string
  /** Absolute. */
  readonly path: string
  /** Of the files in it, relative to the package. */
  readonly files: readonly string[]
}

const published = /^(package\.json|README\.md|LICENSE|(bin|dist|lib|templates)\/.+)$/

/** Builds a copy of the repository at `root` and packs every package that is not private into `directory`. */
export async function packPackages(
  root: string,
  directory: string,
  versions: ReleaseVersions,
): Promise<readonly Tarball[]> {
  const copy = mkdtempSync(join(tmpdir(), 'sluice-pack-'))
  try {
    copyWorkspace(root, copy)
    const packages = readPackages(copy)
    setVersions(packages, versions)
    for (const one of packages) writeManifest(one)
    const build = ['--conditions=source', join(copy, 'scripts/build.ts')]
    await runProgram(process.execPath, build, { cwd: copy })
    const chosen = packages.filter(({ manifest }) => manifest.private !== true)
    for (const one of chosen) {
      writeManifest(withoutSources(one))
      copyFileSync(join(root, 'LICENSE'), join(one.folder, 'LICENSE'))
    }
    return await runPack(chosen, resolve(directory), copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function writeManifest({ folder, manifest }: OwnPackage): void {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}

/** The package without the condition that leads to its TypeScript, which is not published. */
function withoutSources({ folder, manifest }: OwnPackage): OwnPackage {
  const exports = Object.entries(manifest.exports ?? {}).map(([subpath, target]) => {
    if (typeof target === 'string') return [subpath, target] as const
    const { source: _source, ...conditions } = target
    return [subpath, conditions] as const
  })
  return { folder, manifest: { ...manifest, exports: Object.fromEntries<Target>(exports) } }
}

async function runPack(
  packages: readonly OwnPackage[],
  directory: string,
  cwd: string,
): Promise<readonly Tarball[]> {
  mkdirSync(directory, { recursive: true })
  const folders = packages.map(({ folder }) => folder)
  const options = ['--json', '--ignore-scripts', '--pack-destination', directory]
  const { stdout } = await runProgram('npm', ['pack', ...options, ...folders], { cwd })
  const packed = JSON.parse(stdout) as readonly {
    readonly name: string
    readonly version: string
    readonly filename: string
    readonly files: readonly { readonly path: string }[]
  }[]
  return packed.map(({ name, version, filename, files }) => {
    const paths = files.map(({ path }) => path)
    const foreign = paths.filter((path) => !published.test(path))
    if (foreign.length > 0) throw new Error(`${name} would publish ${foreign.join(', ')}`)
    return { name, version, path: join(directory, filename), files: paths }
  })
}
