import { extname } from 'node:path'

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
