import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { SourceKey: 'content', Separator: ',', Keys: ['a', 'b'] }

test('counts what became of events and warns once of those that cannot be parsed', async () => {
  const logs = [{ content: '1,2' }, { content: '"1"2' }, { content: ' ' }, { other: 'x' }]
  const { counts, warnings } = await processCounted(plugin, options, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 1,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
    discarded_events_total: 1,
  })
  const data = { sourceKey: 'content', events: 2, example: '"1"2' }
  assert.deepEqual(warnings, [['a quote is wrong or values are missing', data]])
})

test('warns of a quote that cannot be used', async () => {
  const unused = { ...options, Separator: '||', Quote: "'" }
  const { warnings } = await processCounted(plugin, unused, [{ content: "'1||2'" }])
  assert.deepEqual(
    warnings.map(([, data]) => data),
    [{ Quote: "'" }],
  )
})

const wrong = {
  'an empty separator': { Separator: '' },
  'a separator of five characters': { Separator: 'abcde' },
  'a quote of two characters': { Quote: '""' },
  'a quote that is no single byte': { Quote: '“' },
  'an unknown treatment': { OverflowedFieldsTreatment: 'extent' },
  'no keys': { Keys: [] },
}

for (const [name, option] of Object.entries(wrong)) {
  test(`refuses ${name}`, async () => {
    const refused = runProcessor(plugin, { options: { ...options, ...option }, events: [] })
    await assert.rejects(refused, LoadError)
  })
}
