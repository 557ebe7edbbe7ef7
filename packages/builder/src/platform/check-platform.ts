import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Place } from '../finding.ts'
import type { ResolvedPackage } from '../install/messages.ts'
import { findAddons } from './native-addons.ts'
import { allowsTarget, type Target } from './target.ts'

/** A package that a manifest lists, or one that it needs. */
interface Needed {
  readonly of: string
  readonly place: Place
  readonly needed: ResolvedPackage
}

/** The packages of a tree that a plugin package cannot do without, itself included. */
export function closure(
  root: ResolvedPackage,
  packages: ReadonlyMap<string, ResolvedPackage>,
): readonly ResolvedPackage[] {
  const found = new Set([root])
  for (const each of found) {
    for (const location of each.needs) {
      const needed = packages.get(location)
      if (needed !== undefined) found.add(needed)
    }
  }
  return [...found]
}

/** Whether a package.json rules the target out: known before anything is installed. */
export function checkPlatform({ of, place, needed }: Needed, target: Target): Finding[] {
  if (allowsTarget(needed.package, target)) return []
  const { os, cpu } = needed.package
  const allowed = [os, cpu].map((list) => String(list ?? 'any')).join(' ')
  return [foreign(of, place, `${needed.name} ${needed.version} is for ${allowed} only`, target)]
}

/** Whether the compiled addons of an installed package are for other platforms, or are missing. */
export async function checkAddons(
  { of, place, needed }: Needed,
  root: string,
  target: Target,
): Promise<Finding[]> {
  const directory = join(root, needed.location)
  if (!existsSync(directory)) return []
  const { fit, found } = await findAddons(directory, target)
  if (fit) return []
  if (found.length > 0) {
    const listed = found.slice(0, 3).join(', ')
    return [foreign(of, place, `${needed.name} ${needed.version} holds ${listed}`, target)]
  }
  if (!existsSync(join(directory, 'binding.gyp'))) return []
  const message = `${of} needs ${needed.name} ${needed.version}, an addon that is compiled by a script at installation, and scripts do not run`
  const hint = 'Use a release with compiled addons inside, or a package written in JavaScript.'
  return [{ severity: 'error', code: 'ADDON_NOT_COMPILED', place, message, hint }]
}

function foreign(of: string, place: Place, found: string, { os, cpu }: Target): Finding {
  return {
    severity: 'error',
    code: 'PLATFORM_FOREIGN',
    place,
    message: `${of} does not run on the target, ${os} ${cpu}: ${found}`,
    hint: `List it under the group of its operating system, or use a package that has ${os} ${cpu}.`,
  }
}
