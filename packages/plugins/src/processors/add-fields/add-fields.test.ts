import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

for (const Fields of [undefined, {}, { app: 1 }]) {
  test(`refuses ${JSON.stringify(Fields) ?? 'no'} fields`, async () => {
    const options = Fields === undefined ? {} : { Fields }
    await assert.rejects(runProcessor(plugin, { options, events: [] }), LoadError)
  })
}
