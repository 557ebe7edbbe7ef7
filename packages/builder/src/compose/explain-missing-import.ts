import { didYouMean, nearest } from '@sluice/runtime'
import { findPackage } from '../artifact/required-packages.ts'
import type { Finding } from '../finding.ts'
import { readManifest } from './compose.ts'
import type { ComposedEntry } from './composition.ts'

type Explanation = Pick<Finding, 'message' | 'hint'>

const MOST_LISTED = 10

/** Why an import of an installed package leads nowhere, by what its package.json exports. */
export function explainMissingImport(
  { entry, source, origin }: ComposedEntry,
  root: string,
  message: string,
): Explanation {
  if (source.kind === 'core') return { message, hint: 'Run npm ci: the core is not complete.' }
  const directory = entry.path?.directory ?? findPackage(source.name, root) ?? root
  const { exports } = readManifest(directory)
  const subpath = `.${entry.import.slice(source.name.length)}`
  if (exports === undefined) {
    const hint = `Add to its package.json: "exports": {"${subpath}": "./index.js"}, with the file that exports the plugin.`
    return { message: `${origin} has no exports in its package.json: ${message}`, hint }
  }
  const known = subpathsOf(exports)
  if (known.includes(subpath)) {
    const hint = `${subpath} is among the exports of its package.json: complete the package, or what it depends on.`
    return { message, hint }
  }
  const imports = known.map((each) => `${source.name}${each.slice(1)}`)
  const listed = imports.slice(0, MOST_LISTED).join(', ') || 'nothing'
  return {
    message: `${origin} does not export ${entry.import}; it exports ${listed}${imports.length > MOST_LISTED ? ', …' : ''}`,
    hint:
      didYouMean(nearest(entry.import, imports)) ??
      'Import one of those, or add the subpath to the exports in the package.json of the package.',
  }
}

function subpathsOf(exports: unknown): readonly string[] {
  const keys = typeof exports === 'object' && exports !== null ? Object.keys(exports) : []
  const subpaths = keys.filter((key) => key.startsWith('.'))
  return subpaths.length === 0 ? ['.'] : subpaths.filter((key) => key !== './package.json')
}
