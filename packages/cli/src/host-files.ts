const isBundled = import.meta.url.endsWith('.js')

const API_MODULES = ['@sluice/plugin', '@sluice/plugin/schema', '@sluice/plugin/columns'] as const

/** The module of the data threads. */
export function dataThreadModule(): URL {
  return new URL(isBundled ? './data-thread.js' : './data-thread.ts', import.meta.url)
}

/** Where the host's own copy of the plugin API is, by the name that plugins import. */
export function pluginApiModules(): ReadonlyMap<string, string> {
  return new Map(
    API_MODULES.map((name) => [name, isBundled ? bundled(name) : import.meta.resolve(name)]),
  )
}

function bundled(name: string): string {
  const file = name.replace('@sluice/', '').replace('/', '-')
  return new URL(`./${file}.js`, import.meta.url).href
}
