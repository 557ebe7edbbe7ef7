import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `.ts` when the sources run, else that of the bundle, whose files all lie side by side. */
const extension = extname(import.meta.url)

const API_MODULES = ['@sluice/plugin', '@sluice/plugin/schema', '@sluice/plugin/columns'] as const

/** The module of the data threads. */
export function dataThreadModule(): URL {
  return new URL(
    extension === '.ts' ? '../data-thread.ts' : `./data-thread${extension}`,
    import.meta.url,
  )
}

/** The folder of this package, which is the core of what `sluice build` makes. */
export function coreDirectory(): string {
  return fileURLToPath(packageFolder())
}

/** What new plugins are made from: a folder for each kind, and one for what they have in common. */
export function templatesFolder(): URL {
  return new URL('templates/', packageFolder())
}

function packageFolder(): URL {
  // Only the files of the bundle lie directly in a folder of the package.
  const isBundled = !import.meta.url.includes('/host/host-files.')
  return new URL(isBundled ? '../' : '../../', import.meta.url)
}

/** Where the host's own copy of the plugin API is, by the name that plugins import. */
export function pluginApiModules(): ReadonlyMap<string, string> {
  return new Map(
    API_MODULES.map((name) => [
      name,
      extension === '.ts' ? import.meta.resolve(name) : bundled(name),
    ]),
  )
}

function bundled(name: string): string {
  const file = name.replace('@sluice/', '').replace('/', '-')
  return new URL(`./${file}${extension}`, import.meta.url).href
}
