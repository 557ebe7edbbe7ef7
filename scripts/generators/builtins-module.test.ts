import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryTree } from '../temporary-tree.ts'
import { builtinsModule } from './builtins-module.ts'

test('every plugin folder becomes an import and an entry, sorted', async (t) => {
  const root = temporaryTree(t, {
    'packages/plugins/src/processors/add-fields/index.ts': '',
    'packages/plugins/src/inputs/file/index.ts': '',
    'packages/plugins/src/shared/glob.ts': '',
  })
  const files = await builtinsModule.run(root)
  const text = files.get('packages/plugins/src/index.gen.ts') ?? ''
  assert.match(text, /import inputFile from '\.\/inputs\/file\/index\.ts'\n/)
  assert.match(text, /Object\.freeze\(\[\n {2}inputFile,\n {2}processorAddFields,\n\] as const\)/)
})

test('a folder without index.ts is refused by name', async (t) => {
  const root = temporaryTree(t, { 'packages/plugins/src/inputs/file/file.ts': '' })
  await assert.rejects(
    builtinsModule.run(root),
    /packages\/plugins\/src\/inputs\/file has no index\.ts/,
  )
})
