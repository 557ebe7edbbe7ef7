import { existsSync } from 'node:fs'
import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findNodeRuntime, type NodeRuntime } from './artifact/node-runtime.ts'
import { missingPackages } from './artifact/required-packages.ts'
import { isReplaceable } from './artifact/write-artifact.ts'
import { type Assembly, assemble } from './assemble.ts'
import type { BuildOptions, BuildReport, HandOver } from './build-options.ts'
import { requirements } from './compose/check-plugins.ts'
import { selectEntries } from './compose/compose.ts'
import { registryModule } from './compose/registry-module.ts'
import { CORE_PACKAGE, type Core, findCore, readCore } from './core/core.ts'
import { BuildRefused, type Finding, redactFinding } from './finding.ts'
import { PackageJson } from './install/package-json.ts'
import { SavedFiles } from './install/saved-files.ts'
import { loadEntries, loadRegistry } from './load-entries.ts'
import { type Manifest, readManifests } from './manifest/index.ts'
import { hostOs, type Target } from './platform/target.ts'
import { type PackagesOptions, preparePackages } from './prepare-packages.ts'

/** What every step needs. */
interface Site {
  readonly options: BuildOptions
  readonly root: string
  readonly packageJson: PackageJson
  readonly target: Target
  /** Absolute path of the distribution. */
  readonly directory: string
  /** What need not be fetched or made again. */
  readonly work: string
  readonly running: Core
}

/**
 * Builds the distribution that a repository's manifests describe, or gives the core that is to do it. Rejects with
 * `BuildRefused` when they cannot be followed; the distribution that was there is then untouched.
 */
export async function build(options: BuildOptions): Promise<BuildReport | HandOver> {
  const { root, env } = options
  const site: Site = {
    options,
    root,
    packageJson: await PackageJson.read(root),
    target: targetOf(options),
    directory: resolve(root, options.out),
    work: join(root, '.sluice'),
    running: readCore(options.core),
  }
  if (!(await isReplaceable(site.directory))) throw refusal(foreignDirectory(options.out))
  options.progress('reading the manifests')
  const manifest = await readManifests({ root, selection: env['PLUGINS_CONFIG_FILE'], env })
  if (manifest === 'off') return buildAgain(site)
  const saved = await SavedFiles.read(root)
  try {
    const result = await buildFrom(manifest, site)
    return 'sha256' in result ? result : { ...result, undo: () => saved.restore() }
  } catch (error) {
    await saved.restore()
    if (!(error instanceof BuildRefused)) throw error
    throw new BuildRefused(error.findings.map((each) => redactFinding(each, manifest.secrets)))
  }
}

async function buildFrom(
  manifest: Manifest,
  site: Site,
): Promise<BuildReport | Omit<HandOver, 'undo'>> {
  const { options, root, target, running, packageJson } = site
  const entries = selectEntries(manifest.entries, target, options.debug)
  if (entries.length === 0) throw refusal(nothingSelected(manifest, target))
  const node = await nodeOf(site)
  const request: PackagesOptions = {
    ...site,
    ...options,
    core: running,
    manifest,
    entries,
    required: [],
    cache: join(site.work, 'cache'),
    unpack: unpackedNode(node),
  }
  options.progress('resolving and installing packages')
  const { packages, changes, warnings } = await preparePackages(request)
  const core = await chooseCore(root, running)
  if (core !== running) return { core: core.directory, changes }

  options.progress('checking the plugins')
  const loaded = await loadEntries(entries, root, core, packages)
  const { required, findings } = requirements(loaded.entries)
  if (findings.length > 0) throw new BuildRefused(findings)
  const missing = missingPackages(required, root)
  if (missing.length > 0) {
    options.progress('installing what the plugins require')
    const added = missing.map((each) => ({ ...each, floating: false }))
    await preparePackages({ ...request, required: added, update: false })
  }

  options.progress('bundling')
  const registry = join(site.work, 'registry.mjs')
  await mkdir(site.work, { recursive: true })
  await writeFile(registry, registryModule(loaded.entries, core, registry))
  const plugins = loaded.entries.flatMap((each) => each.plugins)
  const written = await assemble({
    ...assemblyOf(site, core, registry, node),
    ...loaded,
    plugins,
    required: [...required.keys()],
  })
  const lonely = packageJson.manifest.devDependencies?.[CORE_PACKAGE] === undefined
  return {
    ...reportOf(site, core),
    ...written,
    sources: loaded.entries.map(({ source }) => source),
    plugins: loaded.entries.flatMap(({ entry, plugins: defined }) => {
      return defined.map((each) => ({
        ...each,
        manifest: `${entry.place.file}:${entry.place.line}`,
      }))
    }),
    changes,
    warnings: [...manifest.findings, ...warnings, ...(lonely ? [coreNotLocked(core)] : [])],
  }
}

/** With the generated module of an earlier build, which a person may have edited. */
async function buildAgain(site: Site): Promise<BuildReport> {
  const { options, root, work, running } = site
  const registry = join(work, 'registry.mjs')
  if (!existsSync(registry)) throw refusal(registryMissing())
  options.progress('checking the plugins')
  const { plugins, schema, reference } = await loadRegistry(registry, root, running)
  options.progress('bundling')
  const required = new Set(plugins.flatMap(({ requires }) => Object.keys(requires)))
  const written = await assemble({
    ...assemblyOf(site, running, registry, await nodeOf(site)),
    entries: [],
    plugins,
    schema,
    reference,
    required: [...required],
  })
  return {
    ...reportOf(site, running),
    ...written,
    sources: [],
    plugins: plugins.map((each) => ({ ...each, manifest: '.sluice/registry.mjs' })),
    changes: [],
    warnings: [],
  }
}

type Identity = Pick<Assembly, 'core' | 'directory' | 'name' | 'root' | 'target' | 'version'>

function reportOf({ root, directory, target, packageJson }: Site, core: Core): Identity {
  const { name = 'sluice-distribution', version = '0.0.0' } = packageJson.manifest
  return { root, directory, target, core, name, version }
}

function assemblyOf(
  site: Site,
  core: Core,
  registry: string,
  node: NodeRuntime | undefined,
): Identity & Pick<Assembly, 'node' | 'registry'> {
  return { ...reportOf(site, core), registry, node }
}

/** The core that the repository has installed, else the running one. */
async function chooseCore(root: string, running: Core): Promise<Core> {
  const directory = findCore(root)
  if (directory === undefined) return running
  const installed = readCore(directory)
  const same = (await realpath(directory)) === (await realpath(running.directory))
  return same && installed.version === running.version ? running : installed
}

async function nodeOf({ options, running, target, work }: Site): Promise<NodeRuntime | undefined> {
  return options.withNode ? findNodeRuntime(running, target, join(work, 'node')) : undefined
}

function unpackedNode(node: NodeRuntime | undefined): Readonly<Record<string, string>> {
  return node === undefined || existsSync(node.directory) ? {} : { [node.directory]: node.spec }
}

function targetOf({ os = hostOs() }: BuildOptions): Target {
  if (os !== undefined) return { os, cpu: process.arch }
  throw refusal({
    code: 'TARGET_UNKNOWN',
    message: `distributions are not built for ${process.platform}, the operating system of this machine`,
    hint: 'Name one with --os linux, windows or darwin.',
  })
}

function refusal(finding: Omit<Finding, 'severity'>): BuildRefused {
  return new BuildRefused([{ severity: 'error', ...finding }])
}

function foreignDirectory(out: string): Omit<Finding, 'severity'> {
  return {
    code: 'OUTPUT_FOREIGN',
    message: `${out} holds files that no build has made, and a build replaces the whole directory`,
    hint: 'Name another directory with --out, or remove what is there.',
  }
}

function nothingSelected({ files }: Manifest, { os }: Target): Omit<Finding, 'severity'> {
  return {
    code: 'MANIFEST_EMPTY',
    place: { file: files[0] ?? 'plugins.yml', line: 1, column: 1 },
    message: `the manifests list no plugin for ${os}: ${files.join(', ')}`,
    hint: 'Add plugins under common, or name another operating system with --os.',
  }
}

function registryMissing(): Omit<Finding, 'severity'> {
  return {
    code: 'REGISTRY_MISSING',
    message: 'PLUGINS_CONFIG_FILE is off, and there is no .sluice/registry.mjs of an earlier build',
    hint: 'Build once without PLUGINS_CONFIG_FILE=off.',
  }
}

function coreNotLocked({ version }: Core): Finding {
  return {
    severity: 'warning',
    code: 'CORE_NOT_LOCKED',
    place: { file: 'package.json', line: 1, column: 1 },
    message: `the build used sluice ${version}, which package.json does not list and nothing locks`,
    hint: 'npm install --save-dev sluice',
  }
}
