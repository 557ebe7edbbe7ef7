import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pluginApiModules } from '../host/host-files.ts'

/** In front of a package's name: it is looked for from the working directory, not from here. */
export const FROM_WORKING_DIRECTORY = 'sluice-plugin-entry:'

/**
 * Makes every import of the plugin API in this thread, from now on, give the host's own copy: plugins need none
 * installed, and what they define is what the host knows.
 */
export function resolvePluginImports(): void {
  const apiModules = pluginApiModules()
  const workingDirectory = pathToFileURL(join(process.cwd(), 'entry.js')).href
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const url = apiModules.get(specifier)
      if (url !== undefined) return { url, shortCircuit: true }
      if (!specifier.startsWith(FROM_WORKING_DIRECTORY)) return nextResolve(specifier, context)
      const name = specifier.slice(FROM_WORKING_DIRECTORY.length)
      return nextResolve(name, { ...context, parentURL: workingDirectory })
    },
  })
}
