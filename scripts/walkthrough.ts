// `npm run walkthrough`: follows the guide's pages literally, in empty folders, with our packages from a private registry
// of its own. `npm run walkthrough -- private` follows only pages whose name contains that; `--keep` keeps the folders.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './root.ts'
import { runProgram } from './run-program.ts'
import { createPreparations } from './walkthrough/create-preparations.ts'
import { hashTree } from './walkthrough/hash-tree.ts'
import { installRegistry } from './walkthrough/install-registry.ts'
import { publishRelease } from './walkthrough/publish-release.ts'
import { runPage } from './walkthrough/run-page.ts'
import { createSandbox, type Sandbox } from './walkthrough/sandbox.ts'
import { startRegistry } from './walkthrough/start-registry.ts'
import { Stopwatch } from './walkthrough/stopwatch.ts'

const pages = ['private-plugins.md', 'custom-built-ins.md']
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false } },
})

const watch = new Stopwatch()
try {
  await walk()
  console.log(`\n${watch.table()}`)
} catch (error) {
  console.error(`\n${(error as Error).message}`)
  process.exitCode = 1
}

async function walk(): Promise<void> {
  const npm = async (key: string): Promise<string> =>
    (await runProgram('npm', ['config', 'get', key], { cwd: root })).stdout.trim()
  const [cache, upstream] = await Promise.all([npm('cache'), npm('registry')])
  using sandbox = createSandbox(cache, values.keep)
  const entry = await watch.time('install verdaccio', installRegistry)
  await using registry = await watch.time('start verdaccio', () =>
    startRegistry(entry, join(sandbox.folder, 'registry'), upstream),
  )
  const secrets = await signIn(sandbox, registry)
  const published = new Set<string>()
  const release = (version: string, pluginApi: string): Promise<void> =>
    watch.time(`publish release ${version}, plugin API ${pluginApi}`, () =>
      publishRelease(sandbox, { version, pluginApi }, published),
    )
  await release('0.1.0', '0.1.0')

  for (const page of pages.filter((name) => positionals.every((part) => name.includes(part)))) {
    await using preparations = createPreparations(sandbox, release)
    // A distribution that runs keeps its compiled code there; a build leaves no trace at all.
    const caches = ['.cache']
    const home = hashTree(sandbox.home, caches)
    await runPage(join(root, 'docs/guide', page), {
      sandbox,
      folder: sandbox.emptyFolder(page.replace('.md', '')),
      secrets,
      prepare: preparations.prepare,
      ran: (place, script, seconds) => watch.add(`${place} ${script.split('\n')[0]}`, seconds),
    })
    if (hashTree(sandbox.home, caches) !== home)
      throw new Error(`${page}: following it has changed the HOME directory ${sandbox.home}`)
  }
}

/** One user whose token is in the user's .npmrc, and one whose token the pages use for @my-space. */
async function signIn(
  sandbox: Sandbox,
  { port, addUser }: Awaited<ReturnType<typeof startRegistry>>,
): Promise<readonly string[]> {
  const [ours, theirs] = [await addUser('ann'), await addUser('my-space')]
  const [registry, token] = [`registry=http://127.0.0.1:${port}/`, `:_authToken=${ours}`]
  writeFileSync(join(sandbox.home, '.npmrc'), `${registry}\n//127.0.0.1:${port}/${token}\n`)
  appendFileSync(join(sandbox.home, '.npmrc'), 'audit=false\nfund=false\n')
  sandbox.alias('npm.my-space.example', `localhost:${port}`)
  const forGit = crypto.randomUUID()
  Object.assign(sandbox.env, { NPM_TOKEN: theirs, GIT_TOKEN: forGit })
  return [ours, theirs, forGit]
}
