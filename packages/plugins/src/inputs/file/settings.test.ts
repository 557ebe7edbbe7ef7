import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LoadError, runInput } from '@sluice/testkit'
import inputFile from './index.ts'
import { Sandbox } from './test-support/sandbox.ts'

const refused: readonly [name: string, options: object, message: RegExp][] = [
  ['no path', {}, /FilePaths/],
  ['an empty list of paths', { FilePaths: [] }, /FilePaths/],
  ['eleven paths', { FilePaths: Array.from({ length: 11 }, () => '/a') }, /FilePaths/],
  [
    '** before other directories',
    { FilePaths: ['/a/**/b/c.log'] },
    /directly before the file name/,
  ],
  ['a directory', { FilePaths: ['/a/'] }, /names a directory/],
  ['UTF-16', { FilePaths: ['/a'], FileEncoding: 'utf16' }, /utf8 or gbk/],
  [
    'whole files',
    { FilePaths: ['/a'], Multiline: { Mode: 'whole_file' } },
    /one of "custom", "JSON"/,
  ],
  [
    'a pattern that is none',
    { FilePaths: ['/a'], Multiline: { StartPattern: 'a(b.*' } },
    /expression cannot be used: \( without \)/,
  ],
]
for (const [name, options, message] of refused) {
  test(`${name} in the options is refused`, async () => {
    await assert.rejects(runInput(inputFile, { options: { ...options } }), (error) => {
      assert.ok(error instanceof LoadError)
      assert.match(error.message, message)
      return true
    })
  })
}

test('options that have no effect are named, and everything else goes on', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start({
    EnableContainerDiscovery: true,
    ContainerFilters: { K8sPodRegex: '^x$' },
    ExcludeDirs: ['relative'],
    TailSizeKB: 104_857_601,
    Multiline: { Mode: 'custom', ContinuePattern: 'x' },
    FileEncoding: 'UTF8',
  })
  assert.deepEqual(await box.lines(), ['one'])
  const named = box.run.records
    .filter(({ level }) => level === 'warn')
    .map(({ fields }) => fields['option'] ?? fields['pattern'])
  assert.deepEqual(named, [
    'EnableContainerDiscovery',
    'ContainerFilters',
    'TailSizeKB',
    'relative',
    'Multiline.ContinuePattern',
  ])
})
