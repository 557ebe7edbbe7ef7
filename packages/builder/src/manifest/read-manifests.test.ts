import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { readManifests } from './index.ts'
import { read, refusal, repository, summary } from './test-support/repository.ts'

suite('the entries of a manifest', () => {
  test('without any manifest all built-ins are wanted', async (t) => {
    const manifest = await read(repository(t, {}))
    const place = { file: 'plugins.yml', line: 1, column: 1 }
    assert.deepEqual(manifest, {
      files: [],
      entries: [{ group: 'common', place, import: '@sluice/plugins', importPlace: place }],
      overrides: new Map(),
      npmConfig: new Map(),
      gitConfig: new Map(),
      secrets: [],
      findings: [],
    })
  })

  test('all groups and keys are read with their places, in the order of the files', async (t) => {
    const folder = repository(t, {
      'repository/plugins.yml': [
        'plugins:',
        '  windows:',
        "    - import: '@sluice/plugins/flusher_stdout'",
        '  common: # the rest',
        "    - import: '@sluice/plugins/input_file' # files",
        '',
      ].join('\r\n'),
      'repository/external_plugins.yml': [
        'plugins:',
        '  debug:',
        "    - package: '@acme/plugins@^1.0.0'",
        "      import: '@acme/plugins/example_plugin'",
        '      path: ../plugins/local',
        '  linux: [{package: foo}]',
        '  darwin: []',
        '  common:',
        '',
      ].join('\n'),
      'plugins/local/package.json': '{"name": "@acme/plugins"}',
    })
    const { files, entries } = await read(join(folder, 'repository'))
    assert.deepEqual(files, ['plugins.yml', 'external_plugins.yml'])
    const at = (line: number, column: number) => ({ file: 'external_plugins.yml', line, column })
    assert.deepEqual(
      entries.map(({ group, import: imported, place }) => [group, imported, place.line]),
      [
        ['windows', '@sluice/plugins/flusher_stdout', 3],
        ['common', '@sluice/plugins/input_file', 5],
        ['debug', '@acme/plugins/example_plugin', 3],
        ['linux', 'foo', 6],
      ],
    )
    assert.deepEqual(entries[2], {
      group: 'debug',
      place: at(3, 7),
      import: '@acme/plugins/example_plugin',
      importPlace: at(4, 15),
      package: {
        name: '@acme/plugins',
        range: '^1.0.0',
        source: 'registry',
        floating: false,
        place: at(3, 16),
      },
      path: { directory: join(folder, 'plugins/local'), place: at(5, 13) },
    })
    assert.deepEqual(entries[3]?.importPlace, at(6, 21))
  })

  test('the import of a path is the name in its package.json', async (t) => {
    const root = repository(t, {
      'plugins.yml': 'plugins:\n  common:\n    - path: .\n',
      'package.json': '{"name": "@acme/all"}',
    })
    const { entries } = await read(root)
    assert.equal(entries[0]?.import, '@acme/all')
    assert.deepEqual(entries[0].importPlace, { file: 'plugins.yml', line: 3, column: 13 })
    assert.equal(entries[0].path?.directory, root)
    assert.equal(entries[0].package, undefined)
  })

  test('without plugins.yml, external plugins are added to all built-ins', async (t) => {
    const external = (name: string) => `plugins: {common: [import: '${name}']}`
    const imports = async (name: string) =>
      (await read(repository(t, { 'external_plugins.yml': external(name) }))).entries.map(
        (entry) => entry.import,
      )
    assert.deepEqual(await imports('foo'), ['@sluice/plugins', 'foo'])
    assert.deepEqual(await imports('@sluice/plugins'), ['@sluice/plugins'])
  })

  test('one import may stand under systems that exclude each other', async (t) => {
    const text = 'plugins:\n  linux: [import: foo]\n  windows: [import: foo]\n'
    assert.equal((await read(repository(t, { 'plugins.yml': text }))).entries.length, 2)
  })

  test('an alias stands for its anchor, at its own place', async (t) => {
    const text = 'plugins:\n  linux: &all [import: foo]\n  darwin: *all\n'
    const { entries } = await read(repository(t, { 'plugins.yml': text }))
    assert.deepEqual(
      entries.map(({ group, import: imported }) => [group, imported]),
      [
        ['linux', 'foo'],
        ['darwin', 'foo'],
      ],
    )
  })

  test('addresses with // and a byte order mark are no mistakes', async (t) => {
    const text = "\uFEFFplugins: {common: [package: 'a@https://host//x.tgz']}"
    assert.equal((await read(repository(t, { 'plugins.yml': text }))).entries[0]?.import, 'a')
  })
})

test('packages are parsed as npm parses them', async (t) => {
  const wanted = {
    foo: ['latest', 'registry', true],
    'foo@*': ['*', 'registry', true],
    'foo@x': ['x', 'registry', true],
    'foo@next': ['next', 'registry', true],
    'foo@1.0.0': ['1.0.0', 'registry', false],
    'foo@>=1 <2': ['>=1 <2', 'registry', false],
    'foo@git+https://host/x.git': ['git+https://host/x.git', 'git', true],
    'foo@git+https://host/x.git#v1': ['git+https://host/x.git#v1', 'git', false],
    'foo@git+https://host/x.git#semver:^1': ['git+https://host/x.git#semver:^1', 'git', false],
    'foo@git+ssh://git@host/x.git#v1': ['git+ssh://git@host/x.git#v1', 'git', false],
    'foo@github:acme/x#v1': ['github:acme/x#v1', 'git', false],
    'foo@https://host/@acme/x.tgz': ['https://host/@acme/x.tgz', 'tarball', false],
    'foo@file:../x.tgz': ['file:x.tgz', 'tarball', false],
    'foo@./x.tgz': ['file:manifests/x.tgz', 'tarball', false],
    'foo@file:/opt/x.tgz': ['file:/opt/x.tgz', 'tarball', false],
  }
  for (const [text, [range, source, floating]] of Object.entries(wanted)) {
    const content = `plugins: {common: [package: '${text}']}`
    const root = repository(t, { 'manifests/a.yml': content })
    const { entries } = await read(root, { selection: 'manifests/a.yml' })
    const place = { file: 'manifests/a.yml', line: 1, column: 29 }
    assert.deepEqual(entries[0]?.package, { name: 'foo', range, source, floating, place }, text)
  }
})

suite('the selection of manifests', () => {
  const one = 'plugins: {common: [import: one]}'
  const two = 'plugins: {common: [import: two]}'

  test('`off` reads nothing', async () => {
    const options = { root: '/nowhere', selection: ' off ', env: {} }
    assert.equal(await readManifests(options), 'off')
  })

  test('exactly the named files are read, relative to the repository', async (t) => {
    const root = repository(t, {
      'repository/a/one.yaml': one,
      'two.yml': two,
      'repository/plugins.yml': 'nonsense',
    })
    const selection = ` a/one.yaml , ../two.yml `
    const { files, entries } = await read(join(root, 'repository'), { selection })
    assert.deepEqual(files, ['a/one.yaml', '../two.yml'])
    assert.deepEqual(
      entries.map(({ import: imported, place }) => `${place.file} ${imported}`),
      ['a/one.yaml one', '../two.yml two'],
    )
    const absolute = await read(root, { selection: join(root, 'two.yml') })
    assert.deepEqual(absolute.files, ['two.yml'])
  })

  test('mistakes in several files are reported together, in the order of the files', async (t) => {
    const root = repository(t, { 'b.yml': 'plugin: {}', 'a.yml': "plugins: {common: ['']}" })
    const findings = await refusal(root, { selection: 'b.yml,c.yml,a.yml' })
    assert.deepEqual(findings.map(summary), [
      'b.yml:1:1 MANIFEST_KEY_UNKNOWN',
      'c.yml:1:1 MANIFEST_MISSING',
      'a.yml:1:20 MANIFEST_TYPE',
    ])
    assert.match(findings[1]?.message ?? '', /"c\.yml" does not exist; .* expected/)
    assert.match(findings[1]?.hint ?? '', /Create it, or correct PLUGINS_CONFIG_FILE/)
  })

  test('entries and packages of different files are compared', async (t) => {
    const root = repository(t, {
      'a.yml': 'plugins: {common: [package: foo@^1]}',
      'b.yml': 'plugins: {common: [package: foo@^2]}',
    })
    const findings = await refusal(root, { selection: 'a.yml,b.yml' })
    assert.deepEqual(findings.map(summary), [
      'b.yml:1:29 PACKAGE_VERSIONS_DIFFER',
      'b.yml:1:29 MANIFEST_ENTRY_DUPLICATE',
    ])
    assert.ok(findings.every(({ message }) => message.includes('a.yml:1:29')))
  })

  test('a selection that makes no sense is refused', async (t) => {
    const root = repository(t, { 'a.yml': one })
    const cases = {
      '': /item 1 of PLUGINS_CONFIG_FILE is empty; expected the path or URL/,
      'a.yml,,': /item 2 of PLUGINS_CONFIG_FILE is empty/,
      'a.yml,./a.yml': /names ".\/a\.yml" twice/,
      'https://user:canary@:1': /^"https:\/\/\*\*\*@:1" is not a valid URL; expected/,
      [Array(33).fill('a.yml').join()]: /names 33 manifests; at most 32/,
    }
    for (const [selection, message] of Object.entries(cases)) {
      const [finding] = await refusal(root, { selection })
      assert.ok(finding)
      assert.equal(summary(finding), 'MANIFEST_SELECTION')
      assert.match(finding.message, message)
      assert.match(finding.hint, /PLUGINS_CONFIG_FILE=first\.yml/)
    }
  })

  test('a default manifest with the extension .yaml is not overlooked', async (t) => {
    const root = repository(t, { 'plugins.yaml': one, 'external_plugins.yaml': two })
    const findings = await refusal(root)
    assert.deepEqual(findings.map(summary), [
      'plugins.yml:1:1 MANIFEST_MISSING',
      'external_plugins.yml:1:1 MANIFEST_MISSING',
    ])
    assert.match(findings[0]?.message ?? '', /found "plugins\.yaml".*expected "plugins\.yml"/)
    assert.equal(findings[1]?.hint, 'Rename it: mv external_plugins.yaml external_plugins.yml')
    const both = repository(t, { 'plugins.yaml': one, 'plugins.yml': two })
    assert.equal((await read(both)).entries[0]?.import, 'two')
  })

  test('a file that is no text of at most 1 MiB is refused', async (t) => {
    const root = repository(t, {
      'large.yml': `#${'x'.repeat(1024 * 1024)}`,
      'bytes.yml': Uint8Array.of(0xff),
      'folder.yml/x': '',
    })
    const findings = await refusal(root, { selection: 'large.yml,bytes.yml,folder.yml' })
    const reasons = [/is larger than 1 MiB/, /is not UTF-8 text/, /is not a regular file/]
    for (const [index, reason] of reasons.entries()) {
      assert.equal(findings[index]?.code, 'MANIFEST_UNREADABLE')
      assert.match(findings[index].message, reason)
      assert.match(findings[index].message, /expected a text file/)
    }
  })
})
