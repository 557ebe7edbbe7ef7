import { gtr, satisfies, validRange } from 'semver'
import type { PackageManifest } from '../install/messages.ts'
import { API_PACKAGE } from './core.ts'

interface RangeProblem {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** Whether a package's plugins were written for the core's plugin API, by the range in its package.json. */
export function checkApiRange(
  { name = 'the package', version = '', ...manifest }: PackageManifest,
  core: { readonly version: string; readonly api: string },
): RangeProblem | undefined {
  const range = manifest.peerDependencies?.[API_PACKAGE] ?? manifest.dependencies?.[API_PACKAGE]
  const label = `${name} ${version}`.trim()
  if (range === undefined) {
    return {
      severity: 'warning',
      code: 'PLUGIN_API_UNDECLARED',
      message: `${label} does not say which plugin API it was written for`,
      hint: `Add to its package.json: "peerDependencies": {"${API_PACKAGE}": "^${core.api}"}.`,
    }
  }
  if (validRange(range) === null || satisfies(core.api, range, { includePrerelease: true })) {
    return undefined
  }
  const found = `${label} was written for plugin API ${range}; core sluice ${core.version} has ${core.api}`
  return gtr(core.api, range)
    ? {
        severity: 'error',
        code: 'PLUGIN_API_TOO_OLD',
        message: `${found}, which is newer`,
        hint: `Use a release of ${name} for plugin API ${core.api}, or keep an older core in package.json ("sluice").`,
      }
    : {
        severity: 'error',
        code: 'PLUGIN_API_TOO_NEW',
        message: `${found}, which is older`,
        hint: `Move the core: sluice build --update sluice; or use an older release of ${name}.`,
      }
}
