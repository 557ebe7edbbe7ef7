import { resolve } from 'node:path'
import { Secrets } from '@sluice/runtime'
import { BuildRefused } from '../finding.ts'
import { crossCheck } from './cross-check.ts'
import { Findings } from './findings.ts'
import { groups, type Manifest, type ManifestEntry, type ManifestOptions } from './manifest.ts'
import { listItems, mapEntries, type Node } from './node.ts'
import { knownEntries } from './keys.ts'
import type { PackageContext } from './package-spec.ts'
import { parseDocument } from './parse-document.ts'
import { readEntry } from './read-entry.ts'
import { ProjectSettings, readProject } from './read-project.ts'
import { readSource } from './read-source.ts'
import { selectSources } from './select-sources.ts'

const mostEntries = 1000
const builtIns = '@sluice/plugins'

/**
 * Reads the manifests of a repository: `plugins.yml` (all built-ins when absent) and `external_plugins.yml`, or those
 * that `selection` names instead. `'off'` when that is the selection: then none is read.
 *
 * Reads files and URLs, and waits for each URL ten seconds at most; writes nothing. Manifests hold 1 MiB at most, the
 * secret files they refer to 64 KiB. The caller owns the result and selects the groups. Rejects with `BuildRefused`,
 * which holds all errors (after a hundred, how many more) in the order of the files; no finding holds a credential.
 */
export async function readManifests(options: ManifestOptions): Promise<Manifest | 'off'> {
  const { selection, env, fetch: fetchUrl = globalThis.fetch } = options
  if (selection?.trim() === 'off') return 'off'
  const root = resolve(options.root)
  const findings = new Findings()
  // Automated builds set a variable to nothing where a secret may not be had.
  const set = Object.entries(env).filter(([, value]) => value !== '')
  const secrets = new Secrets(Object.fromEntries(set))
  const settings = new ProjectSettings(findings)
  const sources = selectSources(root, selection, findings)
  const texts = await Promise.all(sources.map((source) => readSource(source, fetchUrl, findings)))

  const files: string[] = []
  const entries: ManifestEntry[] = []
  for (const [index, source] of sources.entries()) {
    const text = texts[index]
    if (text === undefined) continue
    files.push(source.shown)
    const document = parseDocument(source.shown, text, findings)
    if (document === undefined) continue
    const directory = source.kind === 'file' ? source.directory : undefined
    const { plugins, project } = splitDocument(document, findings)
    if (plugins) entries.push(...(await readGroups(plugins, { root, directory }, findings)))
    if (project) readProject(project, settings, secrets, findings)
  }
  const isDefault = selection === undefined && texts[0] === undefined
  if (isDefault && !entries.some((entry) => entry.import === builtIns))
    entries.unshift(allBuiltIns())
  crossCheck(entries, findings)
  if (entries.length === 0 && !findings.failed) refuseEmpty(files[0], findings)

  const shown = sources.map((source) => source.shown)
  if (findings.failed) throw new BuildRefused(findings.list('error', shown, secrets.values))
  return {
    files,
    entries,
    overrides: settings.overrides.values,
    npmConfig: settings.npmConfig.values,
    gitConfig: settings.gitConfig.values,
    secrets: secrets.values,
    findings: findings.list('warning', shown, secrets.values),
  }
}

function splitDocument(document: Node, findings: Findings) {
  const entries = mapEntries(document, 'the manifest', findings)
  const keys = knownEntries(entries, 'the manifest', ['plugins', 'project'], findings)
  return { plugins: keys.get('plugins')?.value, project: keys.get('project')?.value }
}

async function readGroups(
  plugins: Node,
  context: PackageContext,
  findings: Findings,
): Promise<readonly ManifestEntry[]> {
  const found: ManifestEntry[] = []
  const lists = knownEntries(mapEntries(plugins, 'plugins', findings), 'plugins', groups, findings)
  for (const [group, { value }] of lists) {
    const items = listItems(value, `plugins.${group}`, findings)
    if (items.length > mostEntries) {
      findings.error(value.place, {
        code: 'MANIFEST_TOO_COMPLEX',
        message: `plugins.${group} has ${items.length} entries; expected at most ${mostEntries}`,
        hint: 'Import a package that exports several plugins instead.',
      })
    }
    for (const item of items.slice(0, mostEntries)) {
      const entry = await readEntry(item, group, context, findings)
      if (entry !== undefined) found.push(entry)
    }
  }
  return found
}

function allBuiltIns(): ManifestEntry {
  const place = { file: 'plugins.yml', line: 1, column: 1 }
  return { group: 'common', place, import: builtIns, importPlace: place }
}

function refuseEmpty(file: string | undefined, findings: Findings): void {
  findings.error(file === undefined ? undefined : { file, line: 1, column: 1 }, {
    code: 'MANIFEST_EMPTY',
    message: 'the manifests list no plugin at all; expected one at least',
    hint: "Write plugins: {common: [{import: '@sluice/plugins'}]} for all built-ins.",
  })
}
