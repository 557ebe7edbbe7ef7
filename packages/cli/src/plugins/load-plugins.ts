import { builtins } from '@sluice/plugins'
import type { RegistryEntry } from '@sluice/runtime'
import { importPlugin } from './import-plugin.ts'
import { resolvePluginImports } from './resolve-plugin-imports.ts'

/**
 * The built-in plugins and those of `entries`: paths of modules, or names of packages as the working directory sees
 * them. Rejects with a `PluginError` that names the entry.
 */
export async function loadPlugins(entries: readonly string[]): Promise<readonly RegistryEntry[]> {
  const loaded: RegistryEntry[] = [{ origin: '@sluice/plugins', definitions: builtins }]
  if (entries.length > 0) resolvePluginImports()
  for (const entry of entries) {
    loaded.push({ origin: entry, definitions: await importPlugin(entry) })
  }
  return loaded
}
