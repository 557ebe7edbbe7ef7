import { explainRefusal } from './install/explain-refusal.ts'
import { checkApiRange } from './core/check-api-range.ts'
import { API_PACKAGE, CORE_PACKAGE, type Core } from './core/core.ts'
import { checkPaths, packageName, wantedPackages } from './compose/compose.ts'
import { BuildRefused, type Finding, type Place } from './finding.ts'
import { installPackages, InstallRefused } from './install/install-packages.ts'
import type { ResolvedPackage, WantedPackage } from './install/messages.ts'
import type { PackageEdit, PackageJson } from './install/package-json.ts'
import type { Manifest, ManifestEntry } from './manifest/index.ts'
import { checkAddons, checkPlatform, closure } from './platform/check-platform.ts'
import type { Target } from './platform/target.ts'

export interface PackagesOptions {
  readonly root: string
  readonly core: Core
  readonly packageJson: PackageJson
  readonly manifest: Pick<Manifest, 'overrides' | 'npmConfig' | 'gitConfig' | 'secrets'>
  /** Those for the target. */
  readonly entries: readonly ManifestEntry[]
  /** Packages besides those of entries. */
  readonly required: readonly WantedPackage[]
  readonly target: Target
  readonly update: boolean | readonly string[]
  readonly frozen: boolean
  readonly cache: string
  /** See `InstallRequest`. */
  readonly unpack: Readonly<Record<string, string>>
}

export interface PreparedPackages {
  /** By location. */
  readonly packages: ReadonlyMap<string, ResolvedPackage>
  readonly changes: readonly string[]
  readonly warnings: readonly Finding[]
}

/** Brings package.json, package-lock.json and node_modules in line with the manifests. Rejects with `BuildRefused`. */
export async function preparePackages(options: PackagesOptions): Promise<PreparedPackages> {
  const { root, core, packageJson, manifest, entries, frozen } = options
  const warnings: Finding[] = []
  const judge = (findings: readonly Finding[]): void => {
    const errors = findings.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new BuildRefused(findings)
    warnings.push(...findings)
  }
  judge(checkPaths(entries, root, core, frozen))
  const wanted = [...wantedPackages(entries), ...options.required]
  const edits = packageJson.edits(wanted, manifest.overrides)
  const places = placesOf(entries)
  if (frozen) judge(drift(edits, places))
  if (!isInstallNeeded(wanted, options)) return { packages: new Map(), changes: [], warnings }
  if (edits.length > 0) await packageJson.write(wanted, manifest.overrides)
  try {
    const { packages, changes } = await installPackages({
      ...options,
      wanted,
      npmConfig: Object.fromEntries(manifest.npmConfig),
      gitConfig: manifest.gitConfig,
      secrets: manifest.secrets,
      check: (resolved) => judge(checkResolved(byLocation(resolved), places, options)),
    })
    const installed = byLocation(packages)
    judge(await checkInstalled(installed, places, options))
    return { packages: installed, changes, warnings }
  } catch (error) {
    if (!(error instanceof InstallRefused)) throw error
    throw new BuildRefused(explainRefusal(error.problems, places))
  }
}

/** Working copies and built-ins alone are there already. */
function isInstallNeeded(
  wanted: readonly WantedPackage[],
  { manifest, update, frozen, unpack }: PackagesOptions,
): boolean {
  const parts = [wanted.length, manifest.overrides.size, Object.keys(unpack).length]
  return update !== false || frozen || parts.some((count) => count > 0)
}

function drift(edits: readonly PackageEdit[], places: ReadonlyMap<string, Place>): Finding[] {
  return edits.map(({ text, wanted }) => {
    const place = wanted && places.get(wanted.name)
    const [code, reason] =
      wanted?.floating === true
        ? ['VERSION_FLOATING', 'it names no version, and --frozen may not choose one']
        : ['LOCK_DRIFT', '--frozen may not change it']
    return {
      severity: 'error',
      code,
      place: place ?? { file: 'package.json', line: 1, column: 1 },
      message: `the manifests ask for ${text}, package.json does not, and ${reason}`,
      hint: 'Run sluice build without --frozen and commit package.json and package-lock.json.',
    }
  })
}

/** What rules a tree out before it is installed. */
function checkResolved(
  packages: ReadonlyMap<string, ResolvedPackage>,
  places: ReadonlyMap<string, Place>,
  { core, target }: PackagesOptions,
): Finding[] {
  const next = coreOf(packages, core)
  return listed(packages, places).flatMap(({ of, place, found }) => {
    const problem = checkApiRange(found.package, next)
    const foreign = closure(found, packages).flatMap((needed) =>
      checkPlatform({ of, place, needed }, target),
    )
    return problem === undefined ? foreign : [{ ...problem, place }, ...foreign]
  })
}

async function checkInstalled(
  packages: ReadonlyMap<string, ResolvedPackage>,
  places: ReadonlyMap<string, Place>,
  { root, target }: PackagesOptions,
): Promise<Finding[]> {
  const checks = listed(packages, places).flatMap(({ of, place, found }) =>
    closure(found, packages).map((needed) => checkAddons({ of, place, needed }, root, target)),
  )
  return (await Promise.all(checks)).flat()
}

/** The core of the tree: that of the repository, else the one that runs. */
function coreOf(
  packages: ReadonlyMap<string, ResolvedPackage>,
  running: Core,
): { readonly version: string; readonly api: string } {
  const core = packages.get(`node_modules/${CORE_PACKAGE}`)
  const api =
    packages.get(`node_modules/${CORE_PACKAGE}/node_modules/${API_PACKAGE}`) ??
    packages.get(`node_modules/${API_PACKAGE}`)
  if (core === undefined || api === undefined) return running
  return { version: core.version, api: api.version }
}

function listed(
  packages: ReadonlyMap<string, ResolvedPackage>,
  places: ReadonlyMap<string, Place>,
): readonly { readonly of: string; readonly place: Place; readonly found: ResolvedPackage }[] {
  return [...places].flatMap(([name, place]) => {
    const found = packages.get(`node_modules/${name}`)
    return found === undefined ? [] : [{ of: `${name}@${found.version}`, place, found }]
  })
}

/** Where the manifests first ask for each package that is installed. */
function placesOf(entries: readonly ManifestEntry[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const entry of entries) {
    const name = packageName(entry.import)
    if (entry.path !== undefined || name.startsWith('@sluice/') || places.has(name)) continue
    places.set(name, entry.package?.place ?? entry.importPlace)
  }
  return places
}

function byLocation(packages: readonly ResolvedPackage[]): ReadonlyMap<string, ResolvedPackage> {
  return new Map(packages.map((each) => [each.location, each]))
}
