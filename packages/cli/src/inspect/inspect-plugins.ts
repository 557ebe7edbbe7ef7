import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type {
  InspectedEntry,
  InspectedPlugin,
  InspectMessage,
  InspectRequest,
} from '@sluice/builder'
import { PluginError } from '@sluice/plugin'
import {
  createRegistry,
  pipelineSchema,
  pluginReference,
  type RegistryEntry,
} from '@sluice/runtime'
import type { Distribution } from '../host/distribution.ts'
import { explainImportError } from '../plugins/explain-import-error.ts'
import { importDefault } from '../plugins/import-plugin.ts'
import { resolvePluginImports, specifierFrom } from '../plugins/resolve-plugin-imports.ts'

type Post = (message: InspectMessage) => void

/** Imports plugins as the collector will, and tells what there is or why it cannot be used. */
export async function inspectPlugins(request: InspectRequest, post: Post): Promise<void> {
  resolvePluginImports()
  const good =
    'entries' in request
      ? await inspectEntries(request.entries, post)
      : await inspectRegistry(request.registry, post)
  post({ type: 'done', ...(good === undefined ? {} : describe(good)) })
}

async function inspectEntries(
  entries: readonly InspectedEntry[],
  post: Post,
): Promise<readonly RegistryEntry[] | undefined> {
  const good: RegistryEntry[] = []
  for (const [index, entry] of entries.entries()) {
    post({ type: 'begin', entry: index })
    try {
      const url = resolveEntry(entry)
      const loaded = { origin: entry.origin, definitions: await importDefault(url, entry.origin) }
      post({ type: 'plugins', entry: index, url, plugins: inspectedPlugins([loaded]) })
      good.push(loaded)
    } catch (error) {
      post({ ...problemOf(error), entry: index })
    }
  }
  return good.length === entries.length ? good : undefined
}

/** All plugins of a generated module, as one entry. */
async function inspectRegistry(
  file: string,
  post: Post,
): Promise<readonly RegistryEntry[] | undefined> {
  resolveBuiltins()
  try {
    const url = pathToFileURL(file).href
    const { distribution } = await importRegistry(url, file)
    post({ type: 'plugins', entry: 0, url, plugins: inspectedPlugins(distribution.plugins) })
    return distribution.plugins
  } catch (error) {
    post({ ...problemOf(error), entry: 0 })
    return undefined
  }
}

/** The module lies in the repository; built-ins are looked up from here, as the bundler does. */
function resolveBuiltins(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const isBuiltin = /^@sluice\/plugins(\/|$)/.test(specifier)
      return nextResolve(
        specifier,
        isBuiltin ? { ...context, parentURL: import.meta.url } : context,
      )
    },
  })
}

async function importRegistry(url: string, file: string): Promise<{ distribution: Distribution }> {
  try {
    return (await import(url)) as { distribution: Distribution }
  } catch (error) {
    throw explainImportError(file, error)
  }
}

function resolveEntry(entry: InspectedEntry): string {
  try {
    return import.meta.resolve(specifierFrom({ ...entry, name: entry.specifier }))
  } catch (error) {
    throw explainImportError(entry.origin, error)
  }
}

function inspectedPlugins(entries: readonly RegistryEntry[]): readonly InspectedPlugin[] {
  return createRegistry(entries)
    .all()
    .map(({ section, definition, origin }) => {
      const { type, kind, stability, requires = {} } = definition
      return { origin, type, kind, section, stability, requires }
    })
}

function problemOf(error: unknown): Omit<InspectMessage & { type: 'problem' }, 'entry'> {
  if (!(error instanceof PluginError)) throw error
  const { code, message, hint = '' } = error
  return { type: 'problem', code, message, hint }
}

/** Nothing when two entries define the same plugin, which the caller finds. */
function describe(entries: readonly RegistryEntry[]): { schema?: object; reference?: string } {
  try {
    const registry = createRegistry(entries)
    return { schema: pipelineSchema(registry), reference: pluginReference(registry) }
  } catch (error) {
    if (error instanceof PluginError) return {}
    throw error
  }
}
