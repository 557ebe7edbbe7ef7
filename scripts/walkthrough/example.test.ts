import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../root.ts'
import { readPage } from './read-page.ts'

test('the example holds the files that the guide begins with', () => {
  const first = new Map<string, string>()
  for (const step of readPage(readFileSync(join(root, 'docs/guide/private-plugins.md'), 'utf8'))) {
    if (step.kind === 'write' && !first.has(step.path)) first.set(step.path, step.text)
  }
  const example = join(root, 'examples/private-plugins')
  const held = [...first].filter(([path]) => existsSync(join(example, path)))
  assert.ok(held.length >= 7)
  for (const [path, text] of held) assert.equal(readFileSync(join(example, path), 'utf8'), text)
})
