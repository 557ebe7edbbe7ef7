import { readFileSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { findPackage } from '../artifact/required-packages.ts'
import { checkApiRange } from '../core/check-api-range.ts'
import { BUILTINS_PACKAGE } from '../core/core.ts'
import type { Finding } from '../finding.ts'
import type { PackageManifest, ResolvedPackage, WantedPackage } from '../install/messages.ts'
import type { ManifestEntry } from '../manifest/index.ts'
import type { Target } from '../platform/target.ts'
import type { ComposedEntry, Source } from './composition.ts'

/** The entries for a target, in the order of the manifests. */
export function selectEntries(
  entries: readonly ManifestEntry[],
  { os }: Target,
  debug: boolean,
): readonly ManifestEntry[] {
  return entries.filter(
    ({ group }) => group === 'common' || group === os || (group === 'debug' && debug),
  )
}

/** The packages that entries have installed: not what lies in a path. */
export function wantedPackages(entries: readonly ManifestEntry[]): readonly WantedPackage[] {
  const wanted = entries.flatMap(({ package: spec, path }) => {
    if (spec === undefined || path !== undefined) return []
    const { name, range, floating } = spec
    return [[name, { name, range, floating }] as const]
  })
  return [...new Map(wanted).values()]
}

/** What is known of an entry once packages are installed. Undefined when the repository does not have its package. */
export function composeEntry(
  entry: ManifestEntry,
  root: string,
  installed: ReadonlyMap<string, ResolvedPackage>,
): ComposedEntry | undefined {
  const name = packageName(entry.import)
  if (name === BUILTINS_PACKAGE) return { entry, source: { kind: 'core' }, origin: name }
  const source = sourceOf(entry, name, root, installed)
  if (source === undefined) return undefined
  const version = source.version === undefined ? '' : `@${source.version}`
  const from = source.kind === 'path' ? ` (${source.path})` : ''
  return { entry, source, origin: `${name}${version}${from}` }
}

function sourceOf(
  { path }: ManifestEntry,
  name: string,
  root: string,
  installed: ReadonlyMap<string, ResolvedPackage>,
): Exclude<Source, { kind: 'core' }> | undefined {
  if (path !== undefined) {
    const { version } = readManifest(path.directory)
    const shown = relative(root, path.directory).split(sep).join('/')
    return { kind: 'path', name, version, path: shown === '' ? '.' : shown }
  }
  const found = installed.get(`node_modules/${name}`)
  if (found !== undefined) {
    const { version, resolved, integrity } = found
    return { kind: 'package', name, version, resolved, integrity }
  }
  const directory = findPackage(name, root)
  if (directory === undefined) return undefined
  const { version = '0.0.0' } = readManifest(directory)
  return { kind: 'package', name, version, resolved: undefined, integrity: undefined }
}

/** Where names in an entry are looked up. */
export function lookupPlace(
  { entry, source }: ComposedEntry,
  root: string,
  core: { readonly directory: string },
): string {
  if (source.kind === 'core') return join(core.directory, 'package.json')
  return join(entry.path?.directory ?? root, 'package.json')
}

/** What is wrong with working copies: made for another API, or out of the lock's sight. */
export function checkPaths(
  entries: readonly ManifestEntry[],
  root: string,
  core: { readonly version: string; readonly api: string },
  frozen: boolean,
): Finding[] {
  return entries.flatMap(({ path, importPlace }) => {
    if (path === undefined) return []
    const { directory, place } = path
    const manifest = readManifest(directory)
    // A repository that is not published may have the API as a development dependency only.
    const dependencies = { ...manifest.devDependencies, ...manifest.dependencies }
    const problem = checkApiRange({ ...manifest, dependencies }, core)
    const findings: Finding[] = problem === undefined ? [] : [{ ...problem, place: importPlace }]
    const fromRoot = relative(root, directory)
    if (frozen && (fromRoot.startsWith('..') || isAbsolute(fromRoot))) {
      findings.push({
        severity: 'error',
        code: 'PATH_NOT_LOCKED',
        place,
        message: `${manifest.name ?? directory} is taken from ${fromRoot}, outside the repository, where nothing locks it`,
        hint: 'Take path: out of the entry, or build without --frozen.',
      })
    }
    return findings
  })
}

/** `@acme/plugins` of `@acme/plugins/example`. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

export function readManifest(directory: string): PackageManifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as PackageManifest
}
