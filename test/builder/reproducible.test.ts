import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { NpmRegistry } from '../support/npm-registry.ts'
import { packTree } from '../support/pack-tree.ts'
import { pluginApi, pluginPackage, processorModule } from './support/plugin-package.ts'
import { listing } from './support/refusal.ts'
import { cleanEnvironment, command, type Ended, Repository } from './support/repository.ts'
import { snapshot } from './support/snapshot.ts'

const PIPELINE = `inputs: [{Type: service_mock, LogsPerSecond: 2, MaxLogCount: 2}]
processors: [{Type: processor_own}]
flushers: [{Type: flusher_stdout, OnlyStdout: true}]
`
const RUN = ['output/sluice.mjs', 'run', 'pipeline.yaml', '--once']

/** Version of the `node` on PATH, when it is older than what a distribution needs. */
const oldNode = /^v(?:\d|1\d|2[0-5])\..*/.exec(
  spawnSync('node', ['--version'], { encoding: 'utf8', env: cleanEnvironment() }).stdout ?? '',
)?.[0]

const files = {
  'package.json': JSON.stringify({
    name: 'acme-collector',
    version: '1.2.3',
    type: 'module',
    exports: './own.js',
  }),
  'own.js': processorModule('processor_own'),
  'vendor.tgz': packTree(pluginPackage('@acme/vendored', '1.0.0')),
  'pipeline.yaml': PIPELINE,
}

function hashIn({ code, stdout, stderr }: Ended): string {
  assert.equal(code, 0, stderr)
  return /sha256 ([0-9a-f]{64})/.exec(stdout)?.[1] ?? ''
}

async function buildOwn(t: TestContext, ...args: readonly string[]): Promise<Repository> {
  const manifest = listing('- path: .').join('\n')
  const repository = new Repository(t, { ...files, 'external_plugins.yml': manifest })
  hashIn(await repository.build(...args))
  return repository
}

/** A folder with the distribution and a pipeline; the repository is gone. */
function moved(t: TestContext, built: Repository): Repository {
  const alone = new Repository(t, { 'pipeline.yaml': PIPELINE })
  alone.remove('package.json')
  renameSync(join(built.path, 'output'), join(alone.path, 'output'))
  rmSync(built.path, { recursive: true })
  return alone
}

suite('a distribution', { concurrency: 2 }, () => {
  test('is the same, byte for byte, wherever and by whomever one lock is built', async (t) => {
    const registry = await NpmRegistry.start()
    t.after(() => registry.close())
    registry.publish(pluginApi())
    registry.publish(pluginPackage('@acme/one', '1.0.0'))
    const tree = {
      ...files,
      '.npmrc': `registry=${registry.url}\n`,
      'external_plugins.yml': listing(
        `- package: '@acme/one@^1.0.0'`,
        `- package: '@acme/vendored@file:vendor.tgz'`,
        '- path: .',
      ).join('\n'),
    }
    const first = new Repository(t, tree, { LC_ALL: 'C', TZ: 'Pacific/Apia' })
    const one = await first.run('sh', ['-c', 'umask 022 && exec "$0" build', command])
    const locked = {
      'package.json': first.read('package.json'),
      'package-lock.json': first.read('package-lock.json'),
    }
    registry.publish(pluginPackage('@acme/one', '1.0.1'))
    const second = new Repository(
      t,
      { ...tree, ...locked },
      { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'America/St_Johns' },
    )
    const two = await second.run('sh', ['-c', 'umask 077 && exec "$0" build', command])
    assert.equal(hashIn(two), hashIn(one))
    assert.match(hashIn(one), /^[0-9a-f]{64}$/)
    assert.deepEqual(snapshot(join(second.path, 'output')), snapshot(join(first.path, 'output')))
    assert.equal(second.read('package-lock.json'), first.read('package-lock.json'))
    const here = [first.path, second.path]
    for (const name of readdirSync(join(first.path, 'output'))) {
      const text = first.read(`output/${name}`)
      assert.ok(!here.some((path) => text.includes(path)), `${name} says where it was built`)
    }
  })

  test('runs in a folder with nothing else', async (t) => {
    const alone = moved(t, await buildOwn(t))
    const { code, stdout, stderr } = await alone.run(process.execPath, RUN)
    assert.equal(code, 0, stderr)
    assert.equal(stdout.trim().split('\n').length, 2, stdout)
  })

  const skip = oldNode === undefined && 'node on PATH is missing or not older than 26'
  test('tells an old Node.js in one sentence what it needs', { skip }, async (t) => {
    const alone = moved(t, await buildOwn(t))
    const { code, stdout, stderr } = await alone.run('node', RUN)
    assert.equal(code, 2)
    assert.equal(stdout, '')
    assert.equal(stderr, `sluice: needs Node.js 26 or newer; this is ${oldNode}.\n`)
  })

  test('with --with-node runs where there is no Node.js', async (t) => {
    const alone = moved(t, await buildOwn(t, '--with-node'))
    const path = { PATH: join(alone.path, 'no-node') }
    mkdirSync(path.PATH)
    for (const tool of ['sh', 'uname', 'readlink']) {
      const { stdout } = await alone.run('sh', ['-c', `command -v ${tool}`])
      symlinkSync(stdout.trim(), join(path.PATH, tool))
    }
    assert.equal((await alone.run('sh', ['-c', 'command -v node'], path)).stdout, '')
    const { code, stdout, stderr } = await alone.run(
      join(alone.path, 'output/sluice'),
      RUN.slice(1),
      path,
    )
    assert.equal(code, 0, stderr)
    assert.equal(stdout.trim().split('\n').length, 2, stdout)
  })
})
