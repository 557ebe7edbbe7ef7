import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common, testRefusals } from './test-support/refusal-cases.ts'
import { refusal, repository } from './test-support/repository.ts'

testRefusals('manifests of the original', {
  'the entry of the original’s guide': {
    text: [
      'plugins:\n\n  common:\n\n    - gomod: my-repo.com/my_space/my_plugins latest',
      '      import: my-repo.com/my_space/my_plugins/example_plugin\n',
    ].join('\n'),
    errors: ['5:7 MANIFEST_KEY_OLD'],
    message: /the key "gomod", for my-repo\.com\/my_space\/my_plugins latest; expected "package"/,
    hint: /Write package: '@my_space\/my_plugins@latest' and import: '@my_space\/my_plugins\/example_plugin'/,
  },
  'the guide’s second entry, with its comment': {
    text: [
      'plugins:\n\n  common:\n\n    - gomod: my-repo.com/my_space/my_plugins v1.2.3',
      '      import: my-repo.com/my_space/my_plugins  // Remove "example_plugin" from the import line\n',
    ].join('\n'),
    errors: ['5:7 MANIFEST_KEY_OLD', '6:48 MANIFEST_COMMENT'],
    message: /"gomod"/,
    hint: /Write package: '@my_space\/my_plugins@1\.2\.3' \(/,
  },
  'a gomod that no npm name can be made of': {
    text: common('- gomod: [x]'),
    errors: ['3:7 MANIFEST_KEY_OLD'],
    message: /the key "gomod"; expected "package"/,
    hint: /Write package: 'name@range'/,
  },
  'the old keys of project': {
    text: 'project:\n  replaces: [a.io/b => ../c]\n  go_envs: {A: b}\n  git_configs: {A: b}\n',
    errors: ['2:3 MANIFEST_KEY_OLD', '3:3 MANIFEST_KEY_OLD', '4:3 MANIFEST_KEY_OLD'],
    message: /project has the key "replaces"; expected "overrides".* or "path"/,
    hint: /Write path: '\.\.\/c' in the entry/,
  },
  'a replacement by another version': {
    text: 'project: {replaces: [a.io/b/c => a.io/b/c v1.2.3]}',
    errors: ['1:11 MANIFEST_KEY_OLD'],
    message: /replaces/,
    hint: /Write overrides: {'@b\/c': '1\.2\.3'}/,
  },
  'a replacement by another module': {
    text: 'project: {replaces: [a.io/b/c v1.0.0 => a.io/b/d v1.2.3]}',
    errors: ['1:11 MANIFEST_KEY_OLD'],
    message: /replaces/,
    hint: /Write overrides: {'@b\/c': 'npm:@b\/d@1\.2\.3'}/,
  },
  go_envs: {
    text: 'project: {go_envs: {GOPRIVATE: x}}',
    errors: ['1:11 MANIFEST_KEY_OLD'],
    message: /project has the key "go_envs"; expected "npm_config"/,
    hint: /Write npm_config: {'@my-space:registry'/,
  },
  git_configs: {
    text: 'project: {git_configs: {a: b}}',
    errors: ['1:11 MANIFEST_KEY_OLD'],
    message: /project has the key "git_configs"; expected "git_config"/,
    hint: /Write git_config: .*\${env:NAME}/,
  },
  'text after // in every spelling': {
    text: common(
      '- import: foo  // one',
      "- import: 'bar // two'",
      '- import: "b\\x61z // three"',
      '- package: qux // four',
      '  // five: six',
    ),
    errors: [
      '3:20 MANIFEST_COMMENT',
      '4:20 MANIFEST_COMMENT',
      '5:23 MANIFEST_COMMENT',
      '6:20 MANIFEST_COMMENT',
      '7:7 MANIFEST_COMMENT',
    ],
    message: /found "\/\/ one", which is no comment in YAML; expected "#"/,
    hint: /YAML comments begin with #/,
  },
  'a key that is a comment': {
    text: 'plugins:\n  // a: []\n',
    errors: ['2:3 MANIFEST_COMMENT'],
    message: /found "\/\/ a"/,
    hint: /YAML comments begin with #/,
  },
  'a line of // between the keys': {
    text: 'plugins:\n// all of them\n  common: []\n',
    errors: ['2:1 MANIFEST_COMMENT'],
    message: /found "\/\/ all of them"/,
    hint: /YAML comments begin with #/,
  },
  'text after // behind quotes': {
    text: common("- package: '@acme/a' // note", '- import: foo // note: this'),
    errors: ['3:26 MANIFEST_COMMENT', '4:19 MANIFEST_COMMENT'],
    message: /found "\/\/ note"/,
    hint: /YAML comments begin with #/,
  },
})

test('the old keys of project each get their own remedy', async (t) => {
  const text = 'project: {replaces: [], go_envs: {}, git_configs: {}}'
  const findings = await refusal(repository(t, { 'plugins.yml': text }))
  assert.deepEqual(
    findings.map(({ hint }) => hint.split(':')[0]),
    ['Write overrides', 'Write npm_config', 'Write git_config'],
  )
})
