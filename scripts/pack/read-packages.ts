import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a subpath of a package stands for: a file, or one for each condition. */
export type Target = string | Readonly<Record<string, string>>

export interface PackageManifest {
  name: string
  version: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, Target>>
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

export interface OwnPackage {
  /** Absolute. */
  readonly folder: string
  readonly manifest: PackageManifest
}

/** Every package of the workspace at `root`, sorted by folder. */
export function readPackages(root: string): readonly OwnPackage[] {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((file) => ({
      folder: join(root, dirname(file)),
      manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) as PackageManifest,
    }))
}
