import type { Findings } from './findings.ts'
import type { Group, ManifestEntry } from './manifest.ts'
import { show, showPlace } from './show.ts'

/** What no entry alone can tell: packages wanted in two versions, and imports given twice. */
export function crossCheck(entries: readonly ManifestEntry[], findings: Findings): void {
  const packages = new Map<string, NonNullable<ManifestEntry['package']>>()
  const imports = new Map<string, ManifestEntry[]>()
  for (const entry of entries) {
    const { package: wanted, import: imported } = entry
    const first = wanted && packages.get(wanted.name)
    if (wanted !== undefined && first === undefined) packages.set(wanted.name, wanted)
    if (wanted !== undefined && first !== undefined && first.range !== wanted.range) {
      findings.error(wanted.place, {
        code: 'PACKAGE_VERSIONS_DIFFER',
        message: `package ${show(wanted.name)} is wanted as ${show(wanted.range)} here and as ${show(first.range)} at ${showPlace(first.place)}; expected one version in a build`,
        hint: `Give both entries the same range, such as '${wanted.name}@${first.range}'.`,
      })
    }
    const others = imports.get(imported) ?? []
    const same = others.find((other) => meet(other.group, entry.group))
    if (same === undefined) imports.set(imported, [...others, entry])
    else {
      findings.error(entry.importPlace, {
        code: 'MANIFEST_ENTRY_DUPLICATE',
        message: `${show(imported)} is imported here and at ${showPlace(same.importPlace)}; expected once`,
        hint: 'Remove one of the two entries.',
      })
    }
  }
}

/** Whether one build can have both groups: it is for one operating system. */
function meet(a: Group, b: Group): boolean {
  return a === b || [a, b].some((group) => group === 'common' || group === 'debug')
}
