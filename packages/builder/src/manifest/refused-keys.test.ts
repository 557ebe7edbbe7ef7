import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common, testRefusals } from './test-support/refusal-cases.ts'
import { refusal, repository, summary } from './test-support/repository.ts'

testRefusals('keys', {
  'an unknown key of the manifest': {
    text: 'plugin: {}\n<<: {}\n',
    errors: ['1:1 MANIFEST_KEY_UNKNOWN', '2:1 MANIFEST_KEY_UNKNOWN'],
    message: /the manifest has the unknown key "plugin"; expected "plugins" or "project"/,
    hint: /Did you mean "plugins"\?/,
  },
  'an unknown group': {
    text: 'plugins:\n  comon: []\n  solaris: []\n',
    errors: ['2:3 MANIFEST_KEY_UNKNOWN', '3:3 MANIFEST_KEY_UNKNOWN'],
    message: /"comon"; expected "common", "linux", "windows", "darwin" or "debug"/,
    hint: /Did you mean "common"\?/,
  },
  'an unknown key of an entry': {
    text: common('- package: foo', '  version: 1.0.0'),
    errors: ['4:7 MANIFEST_KEY_UNKNOWN'],
    message:
      /the entry of common has the unknown key "version"; expected "package", "import" or "path"/,
    hint: /Correct or remove it/,
  },
  'an unknown key of project': {
    text: 'project:\n  override: {}\n',
    errors: ['2:3 MANIFEST_KEY_UNKNOWN'],
    message: /project has the unknown key "override"; expected "overrides", "npm_config" or/,
    hint: /Did you mean "overrides"\?/,
  },
  'an entry that names nothing': {
    text: common('- {}', '-'),
    errors: ['3:7 MANIFEST_ENTRY_EMPTY', '4:6 MANIFEST_ENTRY_EMPTY'],
    message: /the entry names no plugin; expected "package", "import" or "path"/,
    hint: /Write - package: /,
  },
})

test('aliases cost what they stand for', async (t) => {
  const ten = (name: string) => `[${Array(10).fill(`*${name}`).join(', ')}]`
  const text = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    `b: &b ${ten('a')}`,
    `c: &c ${ten('b')}`,
    `d: &d ${ten('c')}`,
    `e: &e ${ten('d')}`,
  ].join('\n')
  const findings = await refusal(repository(t, { 'plugins.yml': text }))
  const last = findings.at(-1)
  assert.equal(last && summary(last), 'plugins.yml:5:8 MANIFEST_TOO_COMPLEX')
  assert.match(last?.message ?? '', /more than 20000 values/)
})

test('of very many errors a hundred are listed, and the number of the others', async (t) => {
  const lines = Array.from({ length: 150 }, (_, index) => `- import: ./${index}`)
  const findings = await refusal(repository(t, { 'plugins.yml': common(...lines) }))
  assert.equal(findings.length, 101)
  assert.equal(findings[100]?.code, 'FINDINGS_OMITTED')
  assert.match(findings[100]?.message ?? '', /^50 more/)
})

test('a group holds a thousand entries at most', async (t) => {
  const lines = Array.from({ length: 1001 }, (_, index) => `- import: foo/p${index}`)
  const findings = await refusal(repository(t, { 'plugins.yml': common(...lines) }))
  assert.deepEqual(findings.map(summary), ['plugins.yml:3:5 MANIFEST_TOO_COMPLEX'])
  assert.match(findings[0]?.message ?? '', /has 1001 entries; expected at most 1000/)
})
