import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

test('refuses to have nothing to drop', async () => {
  await assert.rejects(runProcessor(plugin, { options: { DropKeys: [] }, events: [] }), LoadError)
})

test('a log of which nothing is left does not reach a v1 flusher', async () => {
  const events = [{ a: '1' }, { b: '2' }]
  const run = await runProcessor(plugin, { options: { DropKeys: ['a'] }, events })
  assert.equal(run.events.length, 1)
})
