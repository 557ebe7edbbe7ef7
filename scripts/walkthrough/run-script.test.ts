import assert from 'node:assert/strict'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryTree } from '../temporary-tree.ts'
import { runScript } from './run-script.ts'

test('tells where the shell ended, and what it printed on both streams', async (t) => {
  const folder = realpathSync(temporaryTree(t, { 'a/b': '' }))
  const result = await runScript('cd a\nls; echo c >&2', folder, process.env)
  assert.deepEqual(result, { exit: 0, output: 'b\nc\n', folder: join(folder, 'a') })
})

test('stops at the first command that fails, with its status', async (t) => {
  const folder = temporaryTree(t, {})
  const result = await runScript('echo a\nsh -c "exit 3"\necho b', folder, process.env)
  assert.deepEqual(result, { exit: 3, output: 'a\n', folder })
})
