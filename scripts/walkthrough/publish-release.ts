import { packPackages } from '../pack/pack-packages.ts'
import type { ReleaseVersions } from '../pack/set-versions.ts'
import { root } from '../root.ts'
import { runProgram } from '../run-program.ts'
import type { Sandbox } from './sandbox.ts'

/** Packs our packages and publishes those whose version the registry does not have yet. */
export async function publishRelease(
  sandbox: Sandbox,
  versions: ReleaseVersions,
  published: Set<string>,
): Promise<void> {
  const folder = sandbox.emptyFolder(`release ${versions.version ?? 'as it is'}`)
  const tarballs = await packPackages(root, folder, versions)
  const fresh = tarballs.filter(({ name, version }) => !published.has(`${name}@${version}`))
  await Promise.all(
    fresh.map(async ({ name, version, path }) => {
      await runProgram('npm', ['publish', path], { cwd: folder, env: sandbox.env })
      published.add(`${name}@${version}`)
    }),
  )
}
