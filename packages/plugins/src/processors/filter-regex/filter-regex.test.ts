import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, type LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

test('counts what it drops', async () => {
  const options = { Include: { m: 'a' } }
  const { counts, warnings } = await processCounted(plugin, options, [{ m: 'a' }, { m: 'b' }, {}])
  assert.deepEqual(counts, { discarded_events_total: 2 })
  assert.deepEqual(warnings, [])
})

for (const option of ['Include', 'Exclude']) {
  test(`refuses an expression of ${option} that is not valid Go syntax, naming the field`, async () => {
    const refused = runProcessor(plugin, { options: { [option]: { m: '[' } }, events: [] })
    await assert.rejects(refused, (error: LoadError) => {
      assert.deepEqual(
        error.diagnostics.map(({ path }) => path),
        [`processors[0].${option}.m`],
      )
      return true
    })
  })
}
