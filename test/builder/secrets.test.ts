import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test, type TestContext } from 'node:test'
import type { Tree } from '../support/pack-tree.ts'
import { listing } from './support/refusal.ts'
import { type Ended, Repository, writeTree } from './support/repository.ts'
import { snapshot } from './support/snapshot.ts'
import { canary, Sources } from './support/sources.ts'

const CANARY = 'canary-7d6e5f4a3b2c'
const secrets = [...Object.values(canary), CANARY]
const forms = secrets.flatMap((secret) => [
  secret,
  Buffer.from(`builder:${secret}`).toString('base64'),
  Buffer.from(secret).toString('base64').replaceAll('=', ''),
])

/** A home directory as people have it. */
const home = {
  '.npmrc': `//registry.example/:_authToken=${CANARY}\nloglevel=silly\n`,
  '.gitconfig': '[user]\n  name = Ann\n  email = ann@acme.example\n',
  '.config/git/config': '[init]\n  defaultBranch = main\n',
}

/** Those of the forms of the secrets that stand in a text. */
function found(text: string): readonly string[] {
  return forms.filter((form) => text.includes(form))
}

/** Files below a folder that hold a secret and are not among `given`. */
function leaks(folder: string, given: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !given.includes(path) && statSync(join(folder, path)).isFile())
    .filter((path) => found(readFileSync(join(folder, path), 'latin1')).length > 0)
}

async function buildInHome(
  t: TestContext,
  files: Tree,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly ended: Ended; readonly repository: Repository }> {
  const repository = new Repository(t, files, { npm_config_loglevel: 'silly', ...environment })
  writeTree(repository.home, home)
  const untouched = snapshot(repository.home)
  const ended = await repository.build()
  assert.deepEqual(snapshot(repository.home), untouched, 'the home directory stays as it was')
  assert.deepEqual(found(ended.stdout + ended.stderr), [], ended.stdout + ended.stderr)
  assert.deepEqual(leaks(repository.path, ['.npmrc', 'external_plugins.yml']), [])
  return { ended, repository }
}

suite('no credential leaves a build', { concurrency: 2 }, () => {
  let sources: Sources
  before(async () => {
    sources = await Sources.start()
  })
  after(() => sources.close())

  test('that succeeds: nothing printed, nothing written but the distribution, HOME untouched', async (t) => {
    const { ended, repository } = await buildInHome(t, sources.files(), sources.environment)
    assert.equal(ended.code, 0, ended.stderr)
    assert.deepEqual(readdirSync(join(repository.path, '.sluice')).toSorted(), [
      'cache',
      'registry.mjs',
    ])
    assert.ok(
      readdirSync(join(repository.path, '.sluice/cache')).length > 0,
      'there is a cache to look at',
    )
    assert.deepEqual(readdirSync(repository.path).toSorted(), [
      '.npmrc',
      '.sluice',
      'external_plugins.yml',
      'local',
      'node_modules',
      'output',
      'package-lock.json',
      'package.json',
      'plugins.yml',
      'vendor',
    ])
  })

  const one = listing(`- package: '@acme/one@^1.0.0'`)
  const served = listing(
    `- package: '@acme/served@git+https://git.acme.example/served/.git#v1.0.0'`,
  )
  const gitConfig = (url: string) => [
    'project:',
    '  git_config:',
    `    'url.${url}.insteadOf': 'https://git.acme.example/'`,
  ]
  const failing: readonly (readonly [
    what: string,
    code: string,
    files: () => Readonly<Record<string, readonly string[]>>,
    environment?: () => Readonly<Record<string, string>>,
  ])[] = [
    [
      'a wrong token of .npmrc',
      'REGISTRY_REFUSED',
      () => ({ '.npmrc': [sources.npmrc()], 'external_plugins.yml': one }),
      () => ({ ACME_TOKEN: CANARY }),
    ],
    [
      'a wrong token of .npmrc itself',
      'REGISTRY_REFUSED',
      () => ({
        '.npmrc': [sources.npmrc().replace('${ACME_TOKEN}', CANARY)],
        'external_plugins.yml': one,
      }),
    ],
    [
      'a wrong token of npm_config',
      'REGISTRY_REFUSED',
      () => ({
        'external_plugins.yml': [...listing(`- package: '@other/three@^1.0.0'`), sources.project()],
      }),
      () => ({ OTHER_TOKEN: CANARY, GIT_TOKEN: CANARY }),
    ],
    [
      'user and password of a registry that is away',
      'REGISTRY_UNREACHABLE',
      () => ({
        'external_plugins.yml': [
          ...listing(`- package: '@away/one@^1.0.0'`),
          'project:',
          '  npm_config:',
          `    '@away:registry': 'http://builder:\${env:AWAY_TOKEN}@127.0.0.1:9/'`,
        ],
      }),
      () => ({ AWAY_TOKEN: CANARY }),
    ],
    [
      'a token that git sends in vain',
      'GIT_FAILED',
      () => ({
        'external_plugins.yml': [
          ...served,
          ...gitConfig(`http://builder:\${env:GIT_TOKEN}@${sources.git.host}/`),
        ],
      }),
      () => ({ GIT_TOKEN: CANARY }),
    ],
    [
      'a token for a git host that is away',
      'GIT_FAILED',
      () => ({
        'external_plugins.yml': [
          ...served,
          ...gitConfig('http://builder:${env:GIT_TOKEN}@127.0.0.1:9/'),
        ],
      }),
      () => ({ GIT_TOKEN: CANARY }),
    ],
    [
      'a token as the user of an address',
      'GIT_FAILED',
      () => ({
        'external_plugins.yml': [...served, ...gitConfig('http://${env:GIT_TOKEN}@127.0.0.1:9/')],
      }),
      () => ({ GIT_TOKEN: CANARY }),
    ],
    [
      'a header with a token',
      'GIT_FAILED',
      () => ({
        'external_plugins.yml': [
          ...served,
          ...gitConfig('http://127.0.0.1:9/'),
          `    'http.extraHeader': 'Authorization: Bearer \${env:GIT_TOKEN}'`,
        ],
      }),
      () => ({
        GIT_TOKEN: CANARY,
        GIT_TRACE_CURL: '1',
        GIT_TRACE_REDACT: '0',
        GIT_CURL_VERBOSE: '1',
      }),
    ],
    [
      'a token in the address of a package',
      'MANIFEST_CREDENTIAL',
      () => ({
        'external_plugins.yml': listing(
          `- package: '@acme/served@git+https://builder:${CANARY}@git.acme.example/served.git'`,
        ),
      }),
    ],
    [
      'a token in a line that is no YAML',
      'MANIFEST_SYNTAX',
      () => ({
        'external_plugins.yml': [
          ...one,
          'project:',
          '  npm_config:',
          `    "//host/:_authToken: ${CANARY}`,
        ],
      }),
    ],
    [
      'a token of the environment that a plugin cannot be loaded with',
      'PLUGIN_IMPORT_FAILED',
      () => ({
        'external_plugins.yml': [...listing('- path: .'), sources.project()],
        'package.json': ['{"name": "@acme/mine", "type": "module", "exports": "./index.js"}'],
        'index.js': ['throw new Error(`no access with ${process.env.OTHER_TOKEN}`)'],
      }),
      () => ({ OTHER_TOKEN: CANARY, GIT_TOKEN: CANARY }),
    ],
  ]
  for (const [what, code, files, environment = () => ({})] of failing) {
    test(`that fails: ${what}`, async (t) => {
      const tree = Object.entries(files()).map(([path, lines]) => [path, `${lines.join('\n')}\n`])
      const { ended } = await buildInHome(t, Object.fromEntries(tree) as Tree, environment())
      assert.equal(ended.code, 2, ended.stdout + ended.stderr)
      assert.match(ended.stderr, new RegExp(`error ${code}: `))
    })
  }

  test('by a manifest’s URL', async (t) => {
    const url = `http://builder:${CANARY}@${sources.open.host}/plugins.yml`
    const { ended } = await buildInHome(t, {}, { PLUGINS_CONFIG_FILE: url })
    assert.equal(ended.code, 2)
    assert.match(ended.stderr, /error MANIFEST_CREDENTIAL: /)
  })
})
