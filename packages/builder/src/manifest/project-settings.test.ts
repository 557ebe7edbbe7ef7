import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { read, refusal, repository, summary } from './test-support/repository.ts'

const plugins = 'plugins: {common: [import: foo]}\n'

/** A manifest with these lines below a key of `project`, the first of them in line 4. */
const project = (key: string, ...lines: readonly string[]) =>
  [`${plugins}project:`, `  ${key}:`, ...lines.map((line) => `    ${line}`), ''].join('\n')

suite('the settings of project', () => {
  test('are kept as they are written', async (t) => {
    const text = [
      project('overrides', 'foo: 1.10.0', "'bar@^1': 2", 'baz: $foo', 'qux: npm:foo@1.0.0'),
      "  npm_config: {'@acme:registry': 'https://npm.acme.example/', strict-ssl: false, fetch-retries: 5}\n",
      "  git_config: {'url.ssh://git@host/.insteadOf': 'https://host/', http.proxy: ''}\n",
    ].join('')
    const manifest = await read(repository(t, { 'plugins.yml': text }))
    assert.deepEqual(Object.fromEntries(manifest.overrides), {
      foo: '1.10.0',
      'bar@^1': '2',
      baz: '$foo',
      qux: 'npm:foo@1.0.0',
    })
    assert.deepEqual(Object.fromEntries(manifest.npmConfig), {
      '@acme:registry': 'https://npm.acme.example/',
      'strict-ssl': 'false',
      'fetch-retries': '5',
    })
    assert.deepEqual(Object.fromEntries(manifest.gitConfig), {
      'url.ssh://git@host/.insteadOf': 'https://host/',
      'http.proxy': '',
    })
    assert.deepEqual([manifest.secrets, manifest.findings], [[], []])
  })

  test('of several manifests are put together, unless they contradict each other', async (t) => {
    const root = repository(t, {
      'a.yml': project('npm_config', 'a: x', 'b: y'),
      'b.yml': 'project: {npm_config: {b: y, c: z}}',
      'c.yml': 'project: {npm_config: {a: canary}, overrides: {foo: 1}}',
    })
    const { npmConfig } = await read(root, { selection: 'a.yml,b.yml' })
    assert.deepEqual([...npmConfig.keys()], ['a', 'b', 'c'])
    const findings = await refusal(root, { selection: 'a.yml,c.yml' })
    assert.deepEqual(findings.map(summary), ['c.yml:1:24 MANIFEST_SETTING_DIFFERS'])
    assert.match(findings[0]?.message ?? '', /npm_config .* than a\.yml:4:5; expected one value/)
    assert.match(findings[0]?.hint ?? '', /Remove one/)
  })
})

suite('secrets', () => {
  test('are put in place in keys and values of npm_config and git_config', async (t) => {
    const root = repository(t, { token: 'from-file\n' })
    const text = [
      project('npm_config', "'//host/:_authToken': ${env:ACME}", "ca: '${file:TOKEN}'"),
      "  git_config: {'url.https://${env:USER}:${env:GIT}@host/.insteadOf': 'https://host/'}\n",
    ].join('')
    const { npmConfig, gitConfig, secrets, findings } = await read(
      repository(t, { 'plugins.yml': text.replace('TOKEN', `${root}/token`) }),
      { env: { ACME: 'acme-token', USER: 'u', GIT: 'git-token' } },
    )
    assert.equal(npmConfig.get('//host/:_authToken'), 'acme-token')
    assert.equal(npmConfig.get('ca'), 'from-file')
    assert.equal(gitConfig.get('url.https://u:git-token@host/.insteadOf'), 'https://host/')
    assert.deepEqual(secrets, ['acme-token', 'from-file', 'u', 'git-token', 'u:git-token'])
    assert.deepEqual(findings, [])
  })

  test('written into the manifest are known, and warned of without being shown', async (t) => {
    const text = [
      project(
        'npm_config',
        "'//host/:_authToken': canary1",
        "'//host/:_auth': canary2",
        "'//host/:_password': canary3",
        'proxy: http://user:canary4@proxy/',
        "'//host/:username': someone",
      ),
      "  git_config: {'url.https://canary5@host/.insteadOf': 'https://git@host/'}\n",
    ].join('')
    const { secrets, findings } = await read(repository(t, { 'plugins.yml': text }))
    assert.deepEqual(secrets, [
      'canary1',
      'canary2',
      'canary3',
      'user:canary4',
      'canary4',
      'canary5',
    ])
    assert.deepEqual(findings.map(summary), [
      'plugins.yml:4:27 MANIFEST_CREDENTIAL_LITERAL',
      'plugins.yml:5:22 MANIFEST_CREDENTIAL_LITERAL',
      'plugins.yml:6:26 MANIFEST_CREDENTIAL_LITERAL',
      'plugins.yml:7:12 MANIFEST_CREDENTIAL_LITERAL',
      'plugins.yml:9:16 MANIFEST_CREDENTIAL_LITERAL',
    ])
    assert.ok(findings.every(({ severity }) => severity === 'warning'))
    assert.ok(findings.every(({ message }) => /holds a credential .*expected/.test(message)))
    assert.ok(findings.every(({ hint }) => hint.includes('${env:NAME}')))
    assert.ok(!JSON.stringify(findings).includes('canary'))
  })

  test('are not looked for in the value of a secret, nor anywhere else', async (t) => {
    const text = project('npm_config', 'a: ${env:A}', 'b: ${A}')
    const { npmConfig } = await read(repository(t, { 'plugins.yml': text }), {
      env: { A: '${env:B}' },
    })
    assert.deepEqual([...npmConfig.values()], ['${env:B}', '${A}'])
  })

  test('are kept out of other findings', async (t) => {
    const text = `${project('npm_config', "'//host/:_authToken': ${env:A}")}  canary: {}\n`
    const [finding] = await refusal(repository(t, { 'plugins.yml': text }), {
      env: { A: 'canary' },
    })
    assert.match(finding?.message ?? '', /unknown key "\*\*\*"/)
  })
})
