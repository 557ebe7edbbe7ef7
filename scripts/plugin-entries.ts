import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PluginEntry {
  /** `plugin`, `plugin-schema` …: the name of the bundled file. */
  readonly name: string
  /** Absolute path of the TypeScript source. */
  readonly source: string
}

/** The entry points of @sluice/plugin, as its package.json lists them. */
export function readPluginEntries(root: string): readonly PluginEntry[] {
  const folder = join(root, 'packages/plugin')
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly source: string }>>
  }
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return []
    const name = `plugin${subpath.slice(1).replaceAll('/', '-')}`
    return [{ name, source: join(folder, target.source) }]
  })
}
