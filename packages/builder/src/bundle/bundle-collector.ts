import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'
import { API_PACKAGE, BUILTINS_PACKAGE, type Core } from '../core/core.ts'

/** The modules of the plugin API: one copy of them, the core's, whoever imports them. */
const API_ENTRIES = {
  plugin: API_PACKAGE,
  'plugin-schema': `${API_PACKAGE}/schema`,
  'plugin-columns': `${API_PACKAGE}/columns`,
}
const VIRTUAL = 'sluice:'

export interface BundleOptions {
  readonly root: string
  readonly core: Core
  /** Absolute path of the module that lists the plugins. */
  readonly registry: string
  /** What `--version` prints. */
  readonly version: string
  /** URL of the module that an import in the registry stands for, as the core loads it. */
  readonly modules: ReadonlyMap<string, string>
  /** Packages that stay outside of the bundle. */
  readonly external: readonly string[]
}

export interface CollectorBundle {
  /** Code by file name. */
  readonly files: ReadonlyMap<string, string>
  /** Absolute paths of the modules it was made of. */
  readonly modules: readonly string[]
}

/** The collector's code in a few files. The same sources give the same bytes, wherever they lie. */
export async function bundleCollector(options: BundleOptions): Promise<CollectorBundle> {
  const { root, external } = options
  const entries = { collector: commandModule(options), 'data-thread': threadModule(options) }
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    logLevel: 'silent',
    input: {
      ...Object.fromEntries(Object.keys(entries).map((name) => [name, VIRTUAL + name])),
      ...API_ENTRIES,
    },
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [modulesOf(options, entries)],
    // Comments that name the sources' places would make the bytes depend on them.
    experimental: { attachDebugInfo: 'none' },
  })
  try {
    const { output } = await bundle.generate({
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'chunk-[name].mjs',
    })
    const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk')
    const modules = new Set(chunks.flatMap(({ moduleIds }) => moduleIds))
    return {
      files: new Map(chunks.map(({ fileName, code }) => [fileName, code])),
      modules: [...modules].filter((id) => /^([a-zA-Z]:)?[\\/]/.test(id)).toSorted(),
    }
  } finally {
    await bundle.close()
  }
}

/** Where the modules are that only the build knows of. */
function modulesOf(
  { core, modules }: BundleOptions,
  entries: Readonly<Record<string, string>>,
): Plugin {
  const fromCore = join(core.directory, 'package.json')
  return {
    name: 'sluice',
    resolveId: {
      filter: { id: /^(sluice|@sluice)[:/]|^[^./]/ },
      async handler(source, importer) {
        if (source.startsWith(VIRTUAL)) return source
        const url = importer?.endsWith('registry.mjs') === true ? modules.get(source) : undefined
        if (url !== undefined) return decodeURIComponent(new URL(url).pathname)
        if (!isOfCore(source)) return undefined
        return this.resolve(source, fromCore, { skipSelf: true })
      },
    },
    load: {
      filter: { id: /^sluice:/ },
      handler: (id) => entries[id.slice(VIRTUAL.length)],
    },
  }
}

function isOfCore(source: string): boolean {
  const parts = [API_PACKAGE, BUILTINS_PACKAGE, '@sluice/runtime', '@sluice/kernels', 'sluice']
  return parts.some((name) => source === name || source.startsWith(`${name}/`))
}

function commandModule({ version, registry }: BundleOptions): string {
  return `import { startCommand } from 'sluice/distribution'
await startCommand({
  version: ${JSON.stringify(version)},
  distribution: async () => (await import(${specifier(registry)})).distribution,
})
`
}

function threadModule({ registry }: BundleOptions): string {
  return `import { startDataThread } from 'sluice/distribution'
import { distribution } from ${specifier(registry)}
await startDataThread(distribution)
`
}

function specifier(path: string): string {
  return JSON.stringify(path.includes('\\') ? pathToFileURL(path).href : path)
}
