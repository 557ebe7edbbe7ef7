import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { pluginApiModules } from '../host/host-files.ts'

const PREFIX = 'sluice-plugin-entry:'

/** A module as a directory sees it. */
export interface EntrySpecifier {
  /** Name of a package, with a subpath if any. */
  readonly name: string
  /** Absolute path of a file or directory from where the name is looked up. */
  readonly from: string
  /** Whether its package is a working copy, whose `source` condition counts: it may not have been compiled. */
  readonly isWorkingCopy: boolean
}

/** What to import so that a name is looked up from another place than this module. */
export function specifierFrom(entry: EntrySpecifier): string {
  return PREFIX + encodeURIComponent(JSON.stringify(entry))
}

/**
 * Makes every import of the plugin API in this thread, from now on, give the host's own copy: plugins need none
 * installed, and what they define is what the host knows.
 */
export function resolvePluginImports(): void {
  const apiModules = pluginApiModules()
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const url = apiModules.get(specifier)
      if (url !== undefined) return { url, shortCircuit: true }
      if (!specifier.startsWith(PREFIX)) return nextResolve(specifier, context)
      const text = decodeURIComponent(specifier.slice(PREFIX.length))
      const { name, from, isWorkingCopy } = JSON.parse(text) as EntrySpecifier
      const conditions = isWorkingCopy ? [...context.conditions, 'source'] : context.conditions
      return nextResolve(name, { ...context, conditions, parentURL: pathToFileURL(from).href })
    },
  })
}
