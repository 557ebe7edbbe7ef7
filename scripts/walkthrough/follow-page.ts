import { createPreparations } from './create-preparations.ts'
import { findLeak } from './find-leak.ts'
import { hashTree } from './hash-tree.ts'
import { Hosts } from './hosts.ts'
import { runPage } from './run-page.ts'
import type { Sandbox } from './sandbox.ts'
import type { Stopwatch } from './stopwatch.ts'

export interface Surroundings {
  readonly sandbox: Sandbox
  readonly watch: Stopwatch
  /** Address of the registry that pages know as npm.my-space.example. */
  readonly registry: string
  /** What must be neither printed nor written. */
  readonly secrets: readonly string[]
  /** Packs and publishes our packages. */
  release(this: void, version: string, pluginApi: string): Promise<void>
}

// A distribution that runs keeps its compiled code there; a build leaves no trace at all.
const kept = ['.cache']

/** Follows a page (path from the repository's root) that begins in `folder`, and looks at what is left behind. */
export async function followPage(
  page: string,
  folder: string,
  { sandbox, watch, registry, secrets, release }: Surroundings,
): Promise<void> {
  const hosts = new Hosts({ 'npm.my-space.example': registry })
  await using preparations = createPreparations(sandbox, hosts, release)
  const home = hashTree(sandbox.home, kept)
  await runPage(page, {
    env: sandbox.env,
    hosts,
    folder,
    secrets,
    prepare: preparations.prepare,
    ran: (place, script, seconds) => watch.add(`${place} ${script.split('\n')[0]}`, seconds),
  })
  if (hashTree(sandbox.home, kept) !== home)
    throw new Error(`${page}: following it has changed the HOME directory ${sandbox.home}`)
  const leak = findLeak(folder, secrets)
  if (leak !== undefined) throw new Error(`${page}: following it wrote a credential into ${leak}`)
}
