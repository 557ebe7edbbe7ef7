import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import { listing } from './support/refusal.ts'
import { pluginPackage, processorModule } from './support/plugin-package.ts'
import { type Ended, Repository } from './support/repository.ts'
import { Sources } from './support/sources.ts'

interface LockedPackage {
  readonly version: string
  readonly resolved: string
  readonly integrity?: string
}

function lockOf(repository: Repository): Readonly<Record<string, LockedPackage>> {
  const { packages } = JSON.parse(repository.read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>
  }
  return packages
}

function assertBuilt({ code, stdout, stderr }: Ended): void {
  assert.equal(code, 0, stdout + stderr)
}

suite('sluice build', { concurrency: 2 }, () => {
  let sources: Sources
  before(async () => {
    sources = await Sources.start()
  })
  after(() => sources.close())

  const build = async (t: TestContext, entries: readonly string[]): Promise<Repository> => {
    const repository = new Repository(
      t,
      {
        '.npmrc': sources.npmrc(),
        'plugins.yml': `plugins: {common: [{import: '@sluice/plugins/flusher_stdout'}]}\n`,
        'external_plugins.yml': [...listing(...entries), ''].join('\n'),
      },
      sources.environment,
    )
    assertBuilt(await repository.build())
    return repository
  }

  test('takes plugins from registries with tokens of their own, git, tarballs and a folder', async (t) => {
    const own = await Sources.start()
    t.after(() => own.close())
    const repository = new Repository(t, own.files(), own.environment)
    assertBuilt(await repository.build())

    const { stdout } = await repository.distribution('plugins', 'ls', '--json')
    const plugins = JSON.parse(stdout) as readonly {
      readonly type: string
      readonly origin: string
    }[]
    assert.deepEqual(plugins.map(({ type, origin }) => `${type} ${origin}`).toSorted(), [
      'flusher_stdout @sluice/plugins',
      'processor_files @acme/files@1.0.0',
      'processor_local @acme/local@0.0.1 (local)',
      'processor_one @acme/one@1.0.0',
      'processor_served @acme/served@1.0.0',
      'processor_tarred tarred@1.0.0',
      'processor_three @other/three@1.0.0',
      'processor_two @acme/two@1.0.0',
      'processor_vendored @acme/vendored@1.0.0',
    ])

    const lock = lockOf(repository)
    const { commits } = own
    assert.equal(
      lock['node_modules/@acme/files']?.resolved,
      `${own.git.fileUrl('files')}#${commits.file}`,
    )
    assert.equal(
      lock['node_modules/@acme/served']?.resolved,
      `git+https://git.acme.example/served/.git#${commits.http}`,
    )
    for (const name of ['@acme/one', '@other/three', 'tarred', '@acme/vendored']) {
      assert.match(lock[`node_modules/${name}`]?.integrity ?? '', /^sha512-/, name)
    }
    assert.equal(lock['node_modules/@acme/vendored']?.resolved, 'file:vendor/vendored.tgz')
    assert.equal(lock['node_modules/@acme/local'], undefined)

    const files = ['package.json', 'package-lock.json'].map((path) => repository.read(path))
    const asked = own.requests
    for (const args of [[], ['--frozen']]) {
      const again = await repository.build(...args)
      assertBuilt(again)
      assert.doesNotMatch(again.stdout, /package-lock\.json:/)
      assert.deepEqual(
        ['package.json', 'package-lock.json'].map((path) => repository.read(path)),
        files,
      )
    }
    assert.equal(own.requests, asked, 'a lock that has everything needs nobody')
  })

  test('moves nothing by itself, one package with --update NAME, all with --update', async (t) => {
    const own = await Sources.start()
    t.after(() => own.close())
    const repository = new Repository(t, own.files(), own.environment)
    assertBuilt(await repository.build())
    own.acme.publish(pluginPackage('@acme/one', '1.1.0'))
    own.acme.publish(pluginPackage('@acme/two', '1.2.0'))
    own.acme.publish(pluginPackage('@acme/two', '2.0.0'))
    const versions = (): readonly (string | undefined)[] =>
      ['one', 'two'].map((name) => lockOf(repository)[`node_modules/@acme/${name}`]?.version)

    assertBuilt(await repository.build())
    assert.deepEqual(versions(), ['1.0.0', '1.0.0'])
    const one = await repository.build('--update', '@acme/one')
    assertBuilt(one)
    assert.match(one.stdout, /^ {2}@acme\/one 1\.0\.0 -> 1\.1\.0$/m)
    assert.deepEqual(versions(), ['1.1.0', '1.0.0'])
    assertBuilt(await repository.build('--update'))
    assert.deepEqual(versions(), ['1.1.0', '1.2.0'])
    const { stdout } = await repository.distribution('plugins', 'ls')
    assert.match(stdout, /processor_two .* @acme\/two@1\.2\.0 /)
  })

  test('with --frozen fails on every way that manifests, package.json and lock can differ', async (t) => {
    const repository = await build(t, [
      `- package: '@acme/one@^1.0.0'`,
      `- package: '@acme/two@^1.0.0'`,
    ])
    const paths = ['external_plugins.yml', 'package.json', 'package-lock.json'] as const
    const original = Object.fromEntries(paths.map((path) => [path, repository.read(path)]))
    assertBuilt(await repository.build('--frozen'))

    const replaced = (path: (typeof paths)[number], from: string | RegExp, to: string) => ({
      [path]: repository.read(path).replace(from, to),
    })
    const drifts = [
      [
        'another range in the manifest',
        replaced('external_plugins.yml', 'one@^1.0.0', 'one@~1.0.0'),
        /^external_plugins\.yml:3:16: error LOCK_DRIFT: .* ask for @acme\/one@~1\.0\.0, package\.json does not/m,
      ],
      [
        'a package that is not in package.json any more',
        replaced('package.json', /,\s*"@acme\/two": "\^1\.0\.0"/, ''),
        /^external_plugins\.yml:4:16: error LOCK_DRIFT: .* ask for @acme\/two@\^1\.0\.0/m,
      ],
      [
        'an override',
        {
          'external_plugins.yml': `${original['external_plugins.yml']}project: {overrides: {tiny: 1.0.0}}\n`,
        },
        /^package\.json:1:1: error LOCK_DRIFT: .* override tiny@1\.0\.0/m,
      ],
      [
        'a range that the lock was not made for',
        {
          ...replaced('external_plugins.yml', 'one@^1.0.0', 'one@^2.0.0'),
          ...replaced('package.json', '"@acme/one": "^1.0.0"', '"@acme/one": "^2.0.0"'),
        },
        /^external_plugins\.yml:3:16: error LOCK_DRIFT: @acme\/one@\^2\.0\.0 .* package-lock\.json holds 1\.\d\.0/m,
      ],
      [
        'no lock',
        { 'package-lock.json': undefined },
        /^error LOCK_MISSING: there is no package-lock\.json/m,
      ],
    ] as const
    for (const [what, changes, expected] of drifts) {
      repository.write(original)
      for (const [path, text] of Object.entries(changes)) {
        if (text === undefined) repository.remove(path)
        else repository.write({ [path]: text })
      }
      const { code, stderr } = await repository.build('--frozen')
      assert.equal(code, 2, `${what}\n${stderr}`)
      assert.match(stderr, expected, what)
      assert.match(stderr, /^ {2}Run sluice build without --frozen/m)
    }
  })

  test('gives a package’s dependency the version of an override', async (t) => {
    for (const version of ['1.0.0', '1.5.0']) {
      sources.open.publish({
        'package.json': JSON.stringify({ name: 'greeting', version, exports: './index.js' }),
        'index.js': `module.exports = 'greeting ${version}'`,
      })
    }
    sources.acme.publish(
      pluginPackage('@acme/polite', '1.0.0', {
        code: `import greeting from 'greeting'\n${processorModule('processor_polite').replace("'processor_polite passes everything on.'", 'greeting')}`,
        manifest: { dependencies: { greeting: '^1.0.0' } },
      }),
    )
    const repository = await build(t, [`- package: '@acme/polite@^1.0.0'`])
    const described = async () => (await repository.distribution('plugins', 'ls')).stdout
    assert.match(await described(), /greeting 1\.5\.0/)
    repository.write({
      'external_plugins.yml': `${repository.read('external_plugins.yml')}project: {overrides: {greeting: 1.0.0}}\n`,
    })
    assertBuilt(await repository.build())
    assert.match(await described(), /greeting 1\.0\.0/)
    assert.match(repository.read('package.json'), /"overrides": \{\s+"greeting": "1\.0\.0"/)
  })

  test('puts what a plugin requires, and only that, beside the bundle', async (t) => {
    const library = (name: string, dependencies = {}) => ({
      'package.json': JSON.stringify({
        name,
        version: '1.0.0',
        exports: './index.js',
        dependencies,
      }),
      'index.js': `module.exports = '${name} says hello'`,
    })
    sources.open.publish(library('driver', { protocol: '1' }))
    sources.open.publish(library('protocol'))
    sources.open.publish(library('bundled'))
    const lazy = `import bundled from 'bundled'
import { defineProcessor } from '@sluice/plugin'
export default defineProcessor({
  type: 'processor_lazy',
  description: 'Adds what a driver says.',
  stability: 'experimental',
  requires: { driver: '^1.0.0' },
  setup: async () => {
    const { default: driver } = await import('driver')
    return { v1: { processLogs: (logs) => { for (const log of logs) log.set('said', driver + ', ' + bundled); return logs } } }
  },
})
`
    sources.acme.publish(
      pluginPackage('@acme/lazy', '1.0.0', {
        code: lazy,
        manifest: { dependencies: { bundled: '1' } },
      }),
    )
    const repository = await build(t, [
      `- package: '@acme/lazy@^1.0.0'`,
      `- import: '@sluice/plugins/service_mock'`,
    ])
    const { stdout: files } = await repository.run('find', ['output/node_modules', '-type', 'f'])
    assert.deepEqual(files.trim().split('\n').toSorted(), [
      'output/node_modules/driver/index.js',
      'output/node_modules/driver/package.json',
      'output/node_modules/protocol/index.js',
      'output/node_modules/protocol/package.json',
    ])
    assert.ok(lockOf(repository)['node_modules/driver'])
    repository.write({
      'pipeline.yaml': `inputs: [{Type: service_mock, LogsPerSecond: 2, MaxLogCount: 2}]
processors: [{Type: processor_lazy}]
flushers: [{Type: flusher_stdout, OnlyStdout: true}]
`,
    })
    const { code, stdout, stderr } = await repository.distribution('run', 'pipeline.yaml', '--once')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /driver says hello, bundled says hello/)
    assertBuilt(await repository.build('--frozen'))
  })

  test('runs no script of any package', async (t) => {
    const scripts = Object.fromEntries(
      ['preinstall', 'install', 'postinstall', 'prepare', 'prepack', 'build'].map((name) => [
        name,
        `echo ${name} >> "$HOME/ran"`,
      ]),
    )
    const noisy = (name: string) =>
      pluginPackage(`@acme/${name}`, '1.0.0', { manifest: { scripts } })
    sources.acme.publish(noisy('noisy'))
    sources.git.commit('noisy', 'v1.0.0', noisy('noisier'))
    const repository = await build(t, [
      `- package: '@acme/noisy@^1.0.0'`,
      `- package: '@acme/noisier@${sources.git.fileUrl('noisy')}#v1.0.0'`,
    ])
    const { stdout } = await repository.run('find', [repository.home, '-type', 'f'])
    assert.equal(stdout, '')
  })
})
