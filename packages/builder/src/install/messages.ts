/** A package the repository shall have. */
export interface WantedPackage {
  readonly name: string
  /** As package.json writes it: a range, tag, git or tarball address. */
  readonly range: string
  /** Whether the range names no version: what it stands for is decided by the lock. */
  readonly floating: boolean
}

/** What the installing process is to do. */
export interface InstallRequest {
  readonly root: string
  readonly wanted: readonly WantedPackage[]
  readonly npmConfig: Readonly<Record<string, string>>
  /** Values that are never to be printed. */
  readonly secrets: readonly string[]
  readonly cache: string
  /** Names to move within their ranges, or all packages. */
  readonly update: boolean | readonly string[]
  /** Whether the lock may not change. */
  readonly frozen: boolean
  /** The core that runs. */
  readonly core: { readonly version: string; readonly api: string }
  /** Packages that are only unpacked: by the directory that they are to be in, which does not exist. */
  readonly unpack: Readonly<Record<string, string>>
}

/** A package of the tree that is about to be installed. */
export interface ResolvedPackage {
  readonly name: string
  readonly version: string
  /** Path below the root. */
  readonly location: string
  /** Where it comes from, without credentials. */
  readonly resolved: string | undefined
  readonly integrity: string | undefined
  readonly package: PackageManifest
  /** Locations of the packages it cannot do without. */
  readonly needs: readonly string[]
}

/** The part of a package.json that checks look at. */
export interface PackageManifest {
  readonly name?: string
  readonly version?: string
  readonly os?: string | readonly string[]
  readonly cpu?: string | readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly exports?: unknown
}

/** Why npm's libraries could not get a package. */
export interface InstallProblem {
  /** The wanted package it is about, when that is known. */
  readonly name?: string
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** What the installing process says. */
export type InstallMessage =
  | { readonly type: 'problems'; readonly problems: readonly InstallProblem[] }
  /** Nothing is written yet: answered with `install`, or by ending the process. */
  | { readonly type: 'resolved'; readonly packages: readonly ResolvedPackage[] }
  | { readonly type: 'installed'; readonly changes: readonly string[] }
