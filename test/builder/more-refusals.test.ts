import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { assertRefused, listing, type Refusal } from './support/refusal.ts'
import { type Registries, startRegistries } from './support/refused-packages.ts'
import { Repository } from './support/repository.ts'
import { snapshot } from './support/snapshot.ts'

const first = 'external_plugins.yml:3:16'

const refusals: Readonly<Record<string, Refusal>> = {
  'an import that never settles': {
    manifest: listing(`- package: '@acme/waiting@^1.0.0'`),
    code: 'PLUGIN_IMPORT_FAILED',
    place: first,
    subject: /@acme\/waiting@1\.0\.0/,
    found: /its top-level await never settles/,
    expected: /cannot be loaded/,
    remedy: /only defines them/,
  },
  'an import that ends the process': {
    manifest: listing(`- package: '@acme/exiting@^1.0.0'`),
    code: 'PLUGIN_IMPORT_FAILED',
    place: first,
    subject: /@acme\/exiting@1\.0\.0/,
    found: /it ended the process/,
    expected: /cannot be loaded/,
    remedy: /only defines them/,
  },
  'a folder whose package has no exports': {
    manifest: listing('- path: plugins'),
    files: { 'plugins/package.json': '{"name": "@acme/plugins"}', 'plugins/index.js': '' },
    code: 'PLUGIN_IMPORT_MISSING',
    place: 'external_plugins.yml:3:13',
    subject: /@acme\/plugins \(plugins\)/,
    found: /has no exports/,
    expected: /exports in its package\.json/,
    remedy: /"exports": \{"\.": "\.\/index\.js"\}/,
  },
  'a subpath that is exported, whose file is missing': {
    manifest: listing('- path: plugins'),
    files: {
      'plugins/package.json': '{"name": "@acme/plugins", "exports": {".": "./gone.js"}}',
    },
    code: 'PLUGIN_IMPORT_MISSING',
    place: 'external_plugins.yml:3:13',
    subject: /@acme\/plugins \(plugins\)/,
    found: /Cannot find module .*gone\.js/,
    expected: /cannot be loaded/,
    remedy: /\. is among the exports of its package\.json: complete the package/,
  },
  'a built-in that does not exist': {
    manifest: listing(`- import: '@sluice/plugins/input_flie'`),
    code: 'BUILTIN_UNKNOWN',
    place: 'external_plugins.yml:3:15',
    subject: /input_flie/,
    found: /has no built-in plugin/,
    expected: /core sluice 0\.1\.0/,
    remedy: /Did you mean "@sluice\/plugins\/input_file"/,
  },
  'a package that the repository does not have': {
    manifest: listing(`- import: '@acme/alpha'`),
    code: 'PACKAGE_NOT_INSTALLED',
    place: 'external_plugins.yml:3:15',
    subject: /@acme\/alpha/,
    found: /does not have/,
    expected: /of a package/,
    remedy: /package: '@acme\/alpha@\^1\.0\.0'/,
  },
  'files in the output directory that no build has made': {
    manifest: listing(`- package: '@acme/alpha@^1.0.0'`),
    files: { 'dist/letters.txt': 'Dear all' },
    args: ['--out', 'dist'],
    code: 'OUTPUT_FOREIGN',
    subject: /dist/,
    found: /files that no build has made/,
    expected: /replaces the whole directory/,
    remedy: /Name another directory with --out/,
  },
  'a git repository that does not exist': {
    manifest: listing(`- package: '@acme/alpha@git+file:///nowhere/alpha.git#v1.0.0'`),
    code: 'GIT_FAILED',
    place: first,
    subject: /@acme\/alpha@git\+file:\/\/\/nowhere\/alpha\.git#v1\.0\.0/,
    found: /could not get/,
    expected: /nowhere/,
    remedy: /Try git ls-remote/,
  },
  'plugins that require one package in two versions': {
    manifest: listing(`- package: '@acme/tiny-one@^1.0.0'`, `- package: '@acme/tiny-two@^1.0.0'`),
    code: 'REQUIREMENTS_DIFFER',
    place: 'external_plugins.yml:4:16',
    subject: /processor_two/,
    found: /requires tiny \^2\.0\.0, another plugin \^1\.0\.0/,
    expected: /a distribution has one version/,
    remedy: /require the same range/,
  },
  'an addon that a script would compile': {
    manifest: listing(`- package: '@acme/compiled@^1.0.0'`),
    code: 'ADDON_NOT_COMPILED',
    place: first,
    subject: /@acme\/compiled@1\.0\.0/,
    found: /compiled by a script at installation/,
    expected: /scripts do not run/,
    remedy: /Use a release with compiled addons inside/,
  },
  'a package that says it is for another operating system': {
    manifest: listing(`- package: '@acme/mac@^1.0.0'`),
    args: ['--os', 'linux'],
    code: 'PLATFORM_FOREIGN',
    place: first,
    subject: /@acme\/mac@1\.0\.0/,
    found: /is for darwin any only/,
    expected: /the target, linux/,
    remedy: /List it under the group of its operating system/,
  },
  'a plugin API that no registry has': {
    manifest: listing(`- package: '@acme/newer@^1.0.0'`),
    code: 'PLUGIN_API_TOO_NEW',
    place: first,
    subject: /@acme\/newer 1\.0\.0/,
    found: /plugin API \^0\.2\.0/,
    expected: /has 0\.1\.0/,
    remedy: /sluice build --update sluice/,
  },
  'a package that needs one that does not exist': {
    manifest: listing(`- package: '@acme/orphan@^1.0.0'`),
    code: 'PACKAGE_NOT_FOUND',
    place: first,
    subject: /@acme\/orphan/,
    found: /there is no package nowhere@\^1\.0\.0/,
    expected: /which @acme\/orphan needs/,
    remedy: /Check the name/,
  },
  'a version that does not exist': {
    manifest: listing(`- package: '@acme/alpha@^9.0.0'`),
    code: 'PACKAGE_VERSION_NOT_FOUND',
    place: first,
    subject: /@acme\/alpha/,
    found: /no version/,
    expected: /@acme\/alpha@\^9\.0\.0/,
    remedy: /npm view @acme\/alpha versions/,
  },
}

suite('sluice build refuses also', { concurrency: 2 }, () => {
  let registries: Registries
  before(async () => {
    registries = await startRegistries()
  })
  after(() => registries.close())

  for (const [what, refusal] of Object.entries(refusals)) {
    test(what, (t) => assertRefused(t, registries, refusal))
  }

  test('a directory without package.json', async (t) => {
    const repository = new Repository(t, {})
    repository.remove('package.json')
    const { code, stderr } = await repository.build()
    assert.equal(code, 2)
    assert.match(stderr, /^package\.json:1:1: error REPOSITORY_MISSING: there is no package\.json/m)
    assert.match(stderr, /Run npm init -y, then npm install --save-dev sluice/)
  })

  test('every package that cannot be had, at once', async (t) => {
    const repository = new Repository(t, {
      '.npmrc': registries.npmrc,
      'external_plugins.yml': listing(
        `- package: '@acme/nowhere@^1.0.0'`,
        `- package: '@locked/alpha@^1.0.0'`,
        `- package: '@acme/alpha@^9.0.0'`,
      ).join('\n'),
    })
    const { code, stderr } = await repository.build()
    assert.equal(code, 2)
    assert.deepEqual(
      [...stderr.matchAll(/^external_plugins\.yml:(\d+):16: error ([A-Z_]+)/gm)].map(
        ([, line, error]) => `${line} ${error}`,
      ),
      ['3 PACKAGE_NOT_FOUND', '4 REGISTRY_REFUSED', '5 PACKAGE_VERSION_NOT_FOUND'],
    )
  })

  test('without touching the distribution, package.json and lock of the last build', async (t) => {
    const repository = new Repository(t, {
      '.npmrc': registries.npmrc,
      'external_plugins.yml': listing(`- package: '@acme/alpha@^1.0.0'`).join('\n'),
    })
    const built = await repository.build()
    assert.equal(built.code, 0, built.stderr)
    const state = () => [
      repository.read('package.json'),
      repository.read('package-lock.json'),
      repository.read('.sluice/registry.mjs'),
      snapshot(`${repository.path}/output`),
    ]
    const untouched = state()
    repository.write({
      'external_plugins.yml': listing(
        `- package: '@acme/alpha@^1.0.0'`,
        `- package: '@acme/throwing@^1.0.0'`,
      ).join('\n'),
    })
    const refused = await repository.build()
    assert.equal(refused.code, 2, refused.stdout)
    assert.deepEqual(state(), untouched)
  })
})
