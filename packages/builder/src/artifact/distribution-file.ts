import type { LoadedEntry, Source } from '../compose/composition.ts'
import type { InspectedPlugin } from '../inspect/messages.ts'
import type { Target } from '../platform/target.ts'

/** What a distribution says of itself, for programs. */
export interface DistributionFile {
  readonly name: string
  readonly version: string
  readonly core: { readonly version: string; readonly api: string }
  readonly target: Target
  readonly plugins: readonly InspectedPlugin[]
  /** Where each entry of the manifests came from. */
  readonly sources: readonly (Source & { readonly import: string; readonly manifest: string })[]
}

export function distributionFile(
  about: Pick<DistributionFile, 'name' | 'version' | 'core' | 'target' | 'plugins'>,
  entries: readonly LoadedEntry[],
): string {
  const { name, version, core, target, plugins } = about
  const file: DistributionFile = {
    name,
    version,
    core: { version: core.version, api: core.api },
    target,
    plugins: plugins.map(({ type, kind, section, stability, origin, requires }) => {
      return { type, kind, section, stability, origin, requires }
    }),
    sources: entries.map(({ entry, source }) => {
      const { file: manifest, line } = entry.place
      return { import: entry.import, manifest: `${manifest}:${line}`, ...source }
    }),
  }
  return `${JSON.stringify(file, undefined, 2)}\n`
}
