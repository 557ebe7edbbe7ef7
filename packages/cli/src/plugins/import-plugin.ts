import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PluginError } from '@sluice/plugin'
import { explainImportError } from './explain-import-error.ts'
import { specifierFrom } from './resolve-plugin-imports.ts'

/**
 * Imports a plugin entry, a path or the name of a package as the working directory sees it, and gives its default
 * export, which is not checked. Rejects with a `PluginError`. Needs `resolvePluginImports` first.
 */
export async function importPlugin(entry: string): Promise<unknown> {
  const from = join(process.cwd(), 'entry.js')
  const specifier = isPath(entry)
    ? fileSpecifier(entry)
    : specifierFrom({ name: entry, from, isWorkingCopy: false })
  return importDefault(specifier, entry)
}

/** The default export of a module, which errors call `shownAs`. Rejects with a `PluginError`. */
export async function importDefault(specifier: string, shownAs: string): Promise<unknown> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(specifier)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw explainImportError(shownAs, error)
  }
  if ('default' in module) return module['default']
  const found = Object.keys(module)
  throw new PluginError({
    code: 'PLUGIN_NO_DEFAULT_EXPORT',
    message: `${shownAs} has no default export${found.length === 0 ? '' : `; it exports ${found.join(', ')}`}`,
    hint: 'export default what defineProcessor() or one of its siblings returns, or an array of such',
  })
}

function isPath(entry: string): boolean {
  return /^\.{0,2}[/\\]|\.[cm]?[jt]s$/.test(entry) || existsSync(entry)
}

function fileSpecifier(entry: string): string {
  const file = resolve(entry)
  if (existsSync(file)) return pathToFileURL(file).href
  throw new PluginError({
    code: 'PLUGIN_FILE_MISSING',
    message: `the plugin ${entry} cannot be found: there is no file ${file}`,
    hint: 'paths are relative to the working directory',
  })
}
