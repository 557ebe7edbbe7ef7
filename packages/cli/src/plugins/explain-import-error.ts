import { fileURLToPath } from 'node:url'
import { PluginError, type PluginErrorOptions } from '@sluice/plugin'

type Explanation = Omit<PluginErrorOptions, 'cause'>

/** An error that names the plugin entry, what is wrong with it, and the next step. */
export function explainImportError(entry: string, cause: unknown): PluginError {
  return new PluginError({ ...explanation(entry, cause), cause })
}

function explanation(entry: string, thrown: unknown): Explanation {
  const error = thrown instanceof Error ? thrown : new Error(`it threw ${String(thrown)}`)
  const { code } = error as NodeJS.ErrnoException
  const place = placeOf(error)
  const reason = `${error.message}${place === undefined ? '' : ` (${place})`}`
  switch (code) {
    case 'ERR_MODULE_NOT_FOUND':
    case 'ERR_PACKAGE_PATH_NOT_EXPORTED':
    case 'ERR_UNSUPPORTED_DIR_IMPORT':
      return {
        code: 'PLUGIN_IMPORT_MISSING',
        message: `the plugin ${entry} cannot be loaded: ${error.message}`,
        hint: 'install the package in the working directory, or begin the path of a file with ./',
      }
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return {
        code: 'PLUGIN_NEEDS_BUILD',
        message: `the plugin ${entry} is TypeScript below node_modules, which Node.js does not run`,
        hint: 'a published package must bring JavaScript; a linked folder may stay TypeScript',
      }
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return {
        code: 'PLUGIN_NEEDS_BUILD',
        message: `the plugin ${entry} uses TypeScript that must be compiled: ${reason}`,
        hint: 'avoid enum, namespace and parameter properties ("erasableSyntaxOnly": true finds them), or give the compiled .js file',
      }
    default:
      return {
        code: error instanceof SyntaxError ? 'PLUGIN_SYNTAX' : 'PLUGIN_IMPORT_FAILED',
        message: `the plugin ${entry} failed while it was loaded: ${reason}`,
        hint: 'correct the plugin, then try again',
      }
  }
}

/** Where it happened: the line that Node puts above a syntax error, or the first frame that is not Node's own. */
function placeOf({ stack = '' }: Error): string | undefined {
  const above = /^(\S+):(\d+)\n/.exec(stack)
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node:'))
  const frame = /(file:\/\/[^\s)]+|\/[^\s)]+):(\d+):(\d+)\)?$/.exec(frames[0] ?? '')
  const found = above ?? frame
  if (found === null) return undefined
  const [, file = '', ...numbers] = found
  const path = file.startsWith('file:') ? fileURLToPath(file) : file
  return [path, ...numbers].join(':')
}
