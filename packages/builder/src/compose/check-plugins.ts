import { BUILTINS_PACKAGE, type Core } from '../core/core.ts'
import type { Finding } from '../finding.ts'
import { didYouMean, nearest } from '@sluice/runtime'
import type { ComposedEntry, LoadedEntry } from './composition.ts'

/** Entries of built-ins that the core does not have. */
export function unknownBuiltins(entries: readonly ComposedEntry[], core: Core): Finding[] {
  return entries.flatMap(({ entry, source }) => {
    const type = entry.import.slice(BUILTINS_PACKAGE.length + 1)
    if (source.kind !== 'core' || type === '' || core.builtins.includes(type)) return []
    const names = nearest(type, core.builtins).map((each) => `${BUILTINS_PACKAGE}/${each}`)
    return [
      {
        severity: 'error',
        code: 'BUILTIN_UNKNOWN',
        place: entry.importPlace,
        message: `core sluice ${core.version} has no built-in plugin ${type}`,
        hint: didYouMean(names) ?? 'sluice plugins ls lists the built-in plugins.',
      },
    ]
  })
}

/** Plugins that two entries define. */
export function duplicates(entries: readonly LoadedEntry[]): Finding[] {
  const first = new Map<string, LoadedEntry>()
  return entries.flatMap((loaded) =>
    loaded.plugins.flatMap(({ section, type }): Finding[] => {
      const key = `${section}/${type}`
      const other = first.get(key)
      if (other === undefined) {
        first.set(key, loaded)
        return []
      }
      const [a, b] = [other, loaded].map(({ origin, entry: { place } }) => {
        return `${origin} (${place.file}:${place.line})`
      })
      return [
        {
          severity: 'error',
          code: 'PLUGIN_DUPLICATE',
          place: loaded.entry.importPlace,
          message: `${type} is defined twice: by ${a} and by ${b}`,
          hint: 'Remove one of the entries, or give the private plugin another type.',
        },
      ]
    }),
  )
}

/** What the plugins need outside of the bundle: ranges by package. Two that differ are a finding. */
export function requirements(entries: readonly LoadedEntry[]): {
  readonly required: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
} {
  const required = new Map<string, string>()
  const findings: Finding[] = []
  for (const { entry, plugins } of entries) {
    for (const { type, requires } of plugins) {
      for (const [name, range] of Object.entries(requires)) {
        const other = required.get(name) ?? range
        required.set(name, other)
        if (other === range) continue
        findings.push({
          severity: 'error',
          code: 'REQUIREMENTS_DIFFER',
          place: entry.importPlace,
          message: `${type} requires ${name} ${range}, another plugin ${other}; a distribution has one version`,
          hint: 'Use releases of the plugins that require the same range.',
        })
      }
    }
  }
  return { required, findings }
}
