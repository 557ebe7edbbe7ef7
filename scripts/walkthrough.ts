// `npm run walkthrough`: follows the guide's pages literally, in empty folders, with our packages from a private registry
// of its own. `npm run walkthrough -- built-ins` follows only pages whose path contains that; `--keep` keeps the folders.
import { cpSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './root.ts'
import { runProgram } from './run-program.ts'
import { followPage, type Surroundings } from './walkthrough/follow-page.ts'
import { installRegistry } from './walkthrough/install-registry.ts'
import { lockExample } from './walkthrough/lock-example.ts'
import { publishRelease } from './walkthrough/publish-release.ts'
import { createSandbox, type Sandbox } from './walkthrough/sandbox.ts'
import { type Registry, startRegistry } from './walkthrough/start-registry.ts'
import { Stopwatch } from './walkthrough/stopwatch.ts'

const example = 'examples/private-plugins'
// The lanes are followed side by side, since much of a page is waiting for a collector.
const lanes = [
  ['docs/guide/private-plugins.md'],
  [`${example}/README.md`, 'docs/guide/custom-built-ins.md'],
]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false } },
})
const isChosen = (page: string): boolean => positionals.every((part) => page.includes(part))
if (!lanes.flat().some(isChosen)) {
  console.error(`No page has ${positionals.join(' and ')} in its path: ${lanes.flat().join(', ')}`)
  process.exit(2)
}
const watch = new Stopwatch()
try {
  const start = await walk()
  const expected = { warm: 'expected within 180 s', cold: 'expected within 400 s' }[start]
  console.log(`\n${watch.table(`from a ${start} start; ${expected}`)}`)
} catch (error) {
  console.error(`\n${(error as Error).message}`)
  process.exitCode = 1
}

async function walk(): Promise<'cold' | 'warm'> {
  const npm = async (key: string): Promise<string> =>
    (await runProgram('npm', ['config', 'get', key], { cwd: root })).stdout.trim()
  const [cache, upstream] = await Promise.all([npm('cache'), npm('registry')])
  using sandbox = createSandbox(cache, values.keep)
  const { entry, isNew } = await watch.time('install verdaccio', installRegistry)
  await using registry = await watch.time('start verdaccio', () =>
    startRegistry(entry, join(sandbox.folder, 'registry'), upstream),
  )
  const published = new Set<string>()
  const surroundings: Surroundings = {
    sandbox,
    watch,
    registry: `localhost:${registry.port}`,
    secrets: await signIn(sandbox, registry),
    release: (version, pluginApi) =>
      watch.time(`publish release ${version}, plugin API ${pluginApi}`, () =>
        publishRelease(sandbox, { version, pluginApi }, published),
      ),
  }
  await surroundings.release('0.1.0', '0.1.0')
  const followed = await Promise.allSettled(lanes.map((pages) => followLane(pages, surroundings)))
  for (const lane of followed) if (lane.status === 'rejected') throw lane.reason
  return isNew ? 'cold' : 'warm'
}

async function followLane(pages: readonly string[], surroundings: Surroundings): Promise<void> {
  const { sandbox } = surroundings
  for (const page of pages.filter(isChosen)) {
    const folder = sandbox.emptyFolder(basename(page, '.md'))
    if (page.startsWith(example)) {
      await watch.time('lock the example', () => lockExample(sandbox, join(root, example)))
      const made = new Set(['node_modules', 'output', '.sluice', 'sluice-data'])
      const filter = (path: string): boolean => !made.has(basename(path))
      cpSync(join(root, dirname(page)), folder, { recursive: true, filter })
    }
    await followPage(page, folder, surroundings)
  }
}

/** One user whose token is in the user's .npmrc, and one whose token the pages use for @my-space. */
async function signIn(sandbox: Sandbox, registry: Registry): Promise<readonly string[]> {
  const ours = await registry.addUser('ann')
  const theirs = await registry.addUser('my-space')
  const address = `//127.0.0.1:${registry.port}/`
  const settings = [`registry=http:${address}`, `${address}:_authToken=${ours}`, 'audit=false']
  writeFileSync(join(sandbox.home, '.npmrc'), settings.map((line) => `${line}\n`).join(''))
  const forGit = crypto.randomUUID()
  Object.assign(sandbox.env, { NPM_TOKEN: theirs, GIT_TOKEN: forGit })
  return [ours, theirs, forGit]
}
