import { duplicates, unknownBuiltins } from './compose/check-plugins.ts'
import { composeEntry, lookupPlace, packageName } from './compose/compose.ts'
import type { ComposedEntry, LoadedEntry } from './compose/composition.ts'
import { explainMissingImport } from './compose/explain-missing-import.ts'
import type { Core } from './core/core.ts'
import { BuildRefused, type Finding } from './finding.ts'
import { type Inspection, inspectEntries } from './inspect/inspect-entries.ts'
import type { InspectedPlugin } from './inspect/messages.ts'
import type { ResolvedPackage } from './install/messages.ts'
import type { ManifestEntry } from './manifest/index.ts'

/** Of all plugins together: JSON Schema of pipeline files, and the page that describes them. */
interface Description {
  readonly schema: object
  readonly reference: string
}

/** Loads every entry and looks at what it defines. Rejects with `BuildRefused`. */
export async function loadEntries(
  entries: readonly ManifestEntry[],
  root: string,
  core: Core,
  packages: ReadonlyMap<string, ResolvedPackage>,
): Promise<Description & { readonly entries: readonly LoadedEntry[] }> {
  const composed = entries.map((entry) => composeEntry(entry, root, packages) ?? missing(entry))
  const known = composed.filter((each): each is ComposedEntry => 'source' in each)
  refuse([
    ...composed.filter((each): each is Finding => 'severity' in each),
    ...unknownBuiltins(known, core),
  ])
  const request = known.map((each) => ({
    specifier: each.entry.import,
    from: lookupPlace(each, root, core),
    isWorkingCopy: each.source.kind === 'path',
    origin: each.origin,
  }))
  const { reports, ...description } = await inspectEntries(core, root, { entries: request })
  const findings: Finding[] = []
  const loaded: LoadedEntry[] = []
  for (const [index, report] of reports.entries()) {
    const entry = known[index] as ComposedEntry
    if ('url' in report) {
      loaded.push({ ...entry, url: report.url, plugins: report.plugins })
    } else {
      const { code, message, hint } =
        report.code === 'PLUGIN_IMPORT_MISSING'
          ? { ...report, ...explainMissingImport(entry, root, report.message) }
          : report
      findings.push({ severity: 'error', code, place: entry.entry.importPlace, message, hint })
    }
  }
  refuse([...findings, ...duplicates(loaded)])
  return { entries: loaded, ...complete(description) }
}

/** Loads the module that an earlier build has generated. Rejects with `BuildRefused`. */
export async function loadRegistry(
  registry: string,
  root: string,
  core: Core,
): Promise<Description & { readonly plugins: readonly InspectedPlugin[] }> {
  const { reports, ...description } = await inspectEntries(core, root, { registry })
  const [report] = reports
  if (report !== undefined && 'plugins' in report) {
    return { plugins: report.plugins, ...complete(description) }
  }
  const place = { file: '.sluice/registry.mjs', line: 1, column: 1 }
  throw new BuildRefused(report === undefined ? [] : [{ severity: 'error', place, ...report }])
}

function complete({ schema, reference }: Pick<Inspection, 'schema' | 'reference'>): Description {
  if (schema !== undefined && reference !== undefined) return { schema, reference }
  throw new Error('the plugins were not described, though nothing is wrong with them')
}

function missing({ import: specifier, importPlace }: ManifestEntry): Finding {
  const name = packageName(specifier)
  return {
    severity: 'error',
    code: 'PACKAGE_NOT_INSTALLED',
    place: importPlace,
    message: `${specifier} is of a package that the repository does not have`,
    hint: `Add to the entry where it comes from: package: '${name}@^1.0.0', or path: ../folder`,
  }
}

function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new BuildRefused(findings)
}
