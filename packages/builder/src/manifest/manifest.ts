import type { Environment } from '@sluice/runtime'
import type { Finding, Place } from '../finding.ts'

/** When the entries of a list of the manifest are built in: always, for one operating system, or with `--debug`. */
export type Group = (typeof groups)[number]

/** Every group, in the order messages name them. */
export const groups = ['common', 'linux', 'windows', 'darwin', 'debug'] as const

/** What a manifest, or the package.json of a folder that it names, may hold. */
export const largestFile = 1024 * 1024

/** A package as a manifest asks for it: `name@range`. */
export interface PackageSpec {
  readonly name: string
  /**
   * As package.json writes it: a version, range, tag, git or tarball address; `latest` when the manifest gives only a
   * name. The path of a local tarball is relative to the repository.
   */
  readonly range: string
  readonly source: 'registry' | 'git' | 'tarball'
  /** Whether only a lock says what it stands for: a tag, `*`, or a git address without tag, commit or range. */
  readonly floating: boolean
  readonly place: Place
}

/** One plugin, or one package of plugins, that a distribution shall have. */
export interface ManifestEntry {
  readonly group: Group
  readonly place: Place
  /** The name of a package, with a subpath for one plugin inside: `@acme/plugins/example_plugin`. */
  readonly import: string
  /** Where the import stands, or what it was taken from. */
  readonly importPlace: Place
  readonly package?: PackageSpec
  /** A local folder with a package.json that is used instead of the package. Absolute. */
  readonly path?: { readonly directory: string; readonly place: Place }
}

/** What the selected manifests say together. Immutable. */
export interface Manifest {
  /** The manifests that were read, as messages show them: relative to the repository, or URLs without their query. */
  readonly files: readonly string[]
  /** Of all groups, in the order of the files. */
  readonly entries: readonly ManifestEntry[]
  /** npm's `overrides`. */
  readonly overrides: ReadonlyMap<string, string>
  /** npm settings, secret references replaced. */
  readonly npmConfig: ReadonlyMap<string, string>
  /** git settings, secret references replaced. */
  readonly gitConfig: ReadonlyMap<string, string>
  /** Every credential in those settings, none of them empty: never to be printed or written. */
  readonly secrets: readonly string[]
  /** Warnings only. */
  readonly findings: readonly Finding[]
}

/** What to read, and from where. */
export interface ManifestOptions {
  /** The folder of the repository. */
  readonly root: string
  /**
   * The value of PLUGINS_CONFIG_FILE: files (relative to `root`) and URLs separated by commas, or `off`. Undefined:
   * `plugins.yml` and `external_plugins.yml`.
   */
  readonly selection: string | undefined
  /** Where `${env:NAME}` looks. */
  readonly env: Environment
  /** How manifests are got from URLs; `globalThis.fetch` when absent. */
  readonly fetch?: typeof fetch
}
