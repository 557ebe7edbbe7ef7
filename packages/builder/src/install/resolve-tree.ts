import { relative, sep } from 'node:path'
import Arborist, { type Node } from '@npmcli/arborist'
import pacote from 'pacote'
import { explainNpmError } from './explain-npm-error.ts'
import { explainTreeError } from './explain-tree-error.ts'
import type {
  InstallProblem,
  InstallRequest,
  PackageManifest,
  ResolvedPackage,
  WantedPackage,
} from './messages.ts'

type Options = Readonly<Record<string, unknown>>

/** A tree that can be installed, or why there is none. */
export type Resolution =
  | { readonly problems: readonly InstallProblem[] }
  | {
      readonly packages: readonly ResolvedPackage[]
      readonly changes: readonly string[]
      install(): Promise<void>
    }

/** Decides on the version of every package, in memory. Writes nothing until `install` is called. */
export async function resolveTree(request: InstallRequest, config: Options): Promise<Resolution> {
  const { root, cache, wanted, update, frozen } = request
  const options = {
    ...config,
    path: root,
    cache,
    // Nothing of a package runs before its definition is looked at.
    ignoreScripts: true,
    // Peers that do not fit are for the caller to judge, who can say what to do.
    force: true,
    packageLock: true,
    omit: [],
    include: [],
    audit: false,
    fund: false,
    // What `ask` is told, arborist need not ask for again.
    packumentCache: new Map(),
    fullMetadata: true,
  }
  const before = await lockedTree(options)
  if (frozen) {
    const problems = drift(before, wanted)
    if (problems.length > 0) return { problems }
  }
  const locked = update === false ? before : undefined
  const { found, problems } = await ask(frozen ? [] : unlocked(locked, wanted), options)
  if (problems.length > 0) return { problems }
  const arborist = new Arborist(options)
  try {
    const tree = await arborist.buildIdealTree(updateOf(update, before))
    return {
      packages: [...tree.inventory.values()]
        .filter(isInstalled)
        .map((node) => resolvedPackage(node, root)),
      changes: changesBetween(before, tree),
      install: async () => {
        await arborist.reify({ save: !frozen })
        for (const [directory, spec] of Object.entries(request.unpack)) {
          await pacote.extract(spec, directory, options)
        }
      },
    }
  } catch (error) {
    return { problems: explainTreeError(error, found, request.core) }
  }
}

/** What package-lock.json holds; undefined when there is none. */
async function lockedTree(options: Options): Promise<Node | undefined> {
  try {
    return await new Arborist(options).loadVirtual()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOLOCK') return undefined
    throw error
  }
}

function unlocked(
  locked: Node | undefined,
  wanted: readonly WantedPackage[],
): readonly WantedPackage[] {
  return wanted.filter(({ name }) => locked?.edgesOut.get(name)?.valid !== true)
}

/** Asks for each package by itself: so that every problem is found, and each has a name. */
async function ask(
  packages: readonly WantedPackage[],
  options: Options,
): Promise<{
  readonly found: readonly PackageManifest[]
  readonly problems: readonly InstallProblem[]
}> {
  const answers = await Promise.all(
    packages.map(async ({ name, range }) => {
      const spec = `${name}@${range}`
      try {
        return { found: [await pacote.manifest(spec, options)], problems: [] }
      } catch (error) {
        return { found: [], problems: [explainNpmError(spec, error, name)] }
      }
    }),
  )
  return {
    found: answers.flatMap((answer) => answer.found),
    problems: answers.flatMap((answer) => answer.problems),
  }
}

function drift(
  locked: Node | undefined,
  wanted: readonly WantedPackage[],
): readonly InstallProblem[] {
  const hint = 'Run sluice build without --frozen and commit package-lock.json.'
  if (locked === undefined) {
    const message = 'there is no package-lock.json, and --frozen needs one'
    return [{ code: 'LOCK_MISSING', message, hint }]
  }
  const missing = [...locked.edgesOut.values()].filter(({ valid }) => !valid)
  return missing.map(({ name, spec, to }) => {
    const floating = wanted.find((each) => each.name === name)?.floating === true
    const found = to === null ? 'does not hold it' : `holds ${to.version}`
    return floating && to === null
      ? {
          name,
          code: 'VERSION_FLOATING',
          message: `${name}@${spec} names no version, package-lock.json holds none, and --frozen may not choose one`,
          hint,
        }
      : {
          name,
          code: 'LOCK_DRIFT',
          message: `${name}@${spec} is asked for, package-lock.json ${found}, and --frozen may not change it`,
          hint,
        }
  })
}

/** The parts of the core have one version: one moves, all move. */
function updateOf(update: InstallRequest['update'], locked: Node | undefined): object {
  if (typeof update === 'boolean') return { update }
  const core = [...(locked?.inventory.values() ?? [])]
    .map(({ name }) => name)
    .filter((name) => name === 'sluice' || name.startsWith('@sluice/'))
  return { update: { names: update.includes('sluice') ? [...update, ...core] : update } }
}

/** Optional packages that a registry lacks are in the tree without a version. */
function isInstalled({ location, isLink, version }: Node): boolean {
  return location.startsWith('node_modules/') && !isLink && version !== ''
}

function resolvedPackage(node: Node, root: string): ResolvedPackage {
  return {
    name: node.name,
    version: node.version,
    location: node.location,
    resolved: addressOf(node, root),
    integrity: node.integrity ?? undefined,
    package: manifestOf(node),
    needs: [...node.edgesOut.values()].flatMap(({ to, type }) =>
      to === null || type === 'optional' || type === 'peerOptional' ? [] : [to.location],
    ),
  }
}

/** As the lock has it: the path of a local tarball is relative to the repository. */
function addressOf({ resolved }: Node, root: string): string | undefined {
  if (resolved?.startsWith('file:') !== true) return resolved ?? undefined
  return `file:${relative(root, resolved.slice('file:'.length)).split(sep).join('/')}`
}

function manifestOf({ package: manifest }: Node): PackageManifest {
  const keys = ['name', 'version', 'os', 'cpu', 'dependencies', 'peerDependencies', 'scripts']
  return Object.fromEntries(
    keys.flatMap((key) => (manifest[key] === undefined ? [] : [[key, manifest[key]]])),
  )
}

function changesBetween(before: Node | undefined, after: Node): readonly string[] {
  const old = new Map(
    [...(before?.inventory.values() ?? [])].map(({ location, version }) => [location, version]),
  )
  return [...after.inventory.values()]
    .filter(isInstalled)
    .flatMap(({ name, version, location }) => {
      const was = old.get(location)
      if (was === version) return []
      return [was === undefined ? `${name} ${version} (new)` : `${name} ${was} -> ${version}`]
    })
}
