import { createRegistry, type Registry } from '@sluice/runtime'
import type { Distribution } from '../host/distribution.ts'
import { importPlugin } from './import-plugin.ts'
import { resolvePluginImports } from './resolve-plugin-imports.ts'

/**
 * The plugins of a distribution and those of `entries`: paths of modules, or names of packages as the working directory
 * sees them. Rejects with a `PluginError` that names the entry.
 */
export async function loadPlugins(
  { plugins, absent }: Distribution,
  entries: readonly string[],
): Promise<Registry> {
  const loaded = [...plugins]
  if (entries.length > 0) resolvePluginImports()
  for (const entry of entries) {
    loaded.push({ origin: entry, definitions: await importPlugin(entry) })
  }
  return createRegistry(loaded, absent)
}
