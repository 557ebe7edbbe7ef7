import type { Findings } from './findings.ts'
import { checkImport } from './import-name.ts'
import { knownEntries } from './keys.ts'
import { readLocalPackage } from './local-package.ts'
import type { Group, ManifestEntry } from './manifest.ts'
import { mapEntries, type Node, textOf } from './node.ts'
import { explainOldEntryKey } from './old-keys.ts'
import { type PackageContext, parsePackageSpec } from './package-spec.ts'
import { show } from './show.ts'

const knownKeys = ['package', 'import', 'path'] as const

/** One entry of a group; undefined when nothing can be said of what it imports. */
export async function readEntry(
  node: Node,
  group: Group,
  context: PackageContext,
  findings: Findings,
): Promise<ManifestEntry | undefined> {
  const entries = mapEntries(node, `an entry of ${group}`, findings)
  if (entries.length === 0) {
    if (node.kind === 'map' || node.kind === 'nothing') refuseEmpty(node, findings)
    return undefined
  }
  const explainOld = explainOldEntryKey(entries)
  const keys = knownEntries(entries, `the entry of ${group}`, knownKeys, findings, explainOld)
  const [packageText, importText, pathText] = knownKeys.map((key) => {
    const value = keys.get(key)?.value
    const text = value && textOf(value, key, findings)
    return text === undefined || value === undefined ? undefined : { text, place: value.place }
  })

  const spec =
    packageText &&
    findings.unwrap(
      packageText.place,
      parsePackageSpec(packageText.text, packageText.place, context),
    )
  const local =
    pathText &&
    findings.unwrap(pathText.place, await readLocalPackage(pathText.text, context.directory))
  if (spec !== undefined && local !== undefined && spec.name !== local.name) {
    findings.error(pathText?.place, {
      code: 'MANIFEST_PATH',
      message: `path leads to the package ${show(local.name)}; expected ${show(spec.name)}, which "package" names`,
      hint: 'Correct the path, or the name in one of the two.',
    })
  }
  const name = spec?.name ?? local?.name
  const problem = importText && checkImport(importText.text, name)
  if (problem !== undefined) findings.error(importText?.place, problem)
  const imported = importText?.text ?? (keys.has('import') ? undefined : name)
  if (imported === undefined) return undefined
  return {
    group,
    place: node.place,
    import: imported,
    importPlace: importText?.place ?? packageText?.place ?? pathText?.place ?? node.place,
    ...(spec && { package: spec }),
    ...(local && pathText && { path: { directory: local.directory, place: pathText.place } }),
  }
}

function refuseEmpty({ place }: Node, findings: Findings): void {
  findings.error(place, {
    code: 'MANIFEST_ENTRY_EMPTY',
    message: 'the entry names no plugin; expected "package", "import" or "path"',
    hint: "Write - package: '@my-space/my-plugins@^1.0.0', or remove the entry.",
  })
}
