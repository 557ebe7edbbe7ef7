import { checkApiRange } from '../core/check-api-range.ts'
import { API_PACKAGE, CORE_PACKAGE } from '../core/core.ts'
import { explainNpmError } from './explain-npm-error.ts'
import type { InstallProblem, InstallRequest, PackageManifest } from './messages.ts'

/** What npm's libraries add to an error about a package that another one needs. */
interface TreeError {
  /** Of the package, when it exists and no version fits. */
  readonly name?: string
  readonly wanted?: string
  /** `name@range`, when there is no answer. */
  readonly pkgid?: string
  /** Path of the package that needs it; `.` for the repository. */
  readonly requiredBy?: string
}

/**
 * Why there is no tree with the packages that were found. A plugin API that the registry does not have is none that the
 * core has: then the packages made for it are named.
 */
export function explainTreeError(
  error: unknown,
  found: readonly PackageManifest[],
  core: InstallRequest['core'],
): readonly InstallProblem[] {
  const { name, wanted, pkgid, requiredBy = '.' } = error as TreeError
  const incompatible = name === API_PACKAGE ? found.flatMap((each) => apiProblem(each, core)) : []
  if (incompatible.length > 0) return incompatible
  const needed = wanted === undefined ? (pkgid ?? 'a package') : `${name}@${wanted}`
  if (requiredBy === '.') return [explainNpmError(needed, error)]
  const requirer = requiredBy.split('node_modules/').at(-1)
  return [explainNpmError(`${needed}, which ${requirer} needs`, error, requirer)]
}

function apiProblem(
  manifest: PackageManifest,
  core: InstallRequest['core'],
): readonly InstallProblem[] {
  const { name } = manifest
  const problem = checkApiRange(manifest, core)
  if (name === undefined || name === CORE_PACKAGE || problem?.severity !== 'error') return []
  const { code, message, hint } = problem
  return [{ name, code, message, hint }]
}
