import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders, type LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = {
  SourceKey: 'c',
  Method: 'const',
  ReplacingString: '*',
  ContentPatternBeforeReplacedString: 'pw=',
  ReplacedContentPattern: '\\w+',
}

test('counts events with the field and those without', async () => {
  const { counts, warnings } = await processCounted(plugin, options, [
    { c: 'x' },
    { c: 'pw=1' },
    {},
  ])
  assert.deepEqual(counts, { out_successful_events_total: 2, out_key_not_found_events_total: 1 })
  assert.deepEqual(warnings, [])
})

const refused: readonly (readonly [path: string, options: Record<string, unknown>])[] = [
  ['Method', { Method: 'sha1' }],
  ['ReplacingString', { ReplacingString: '' }],
  ['ReplacingString', { ReplacingString: '\\2' }],
  ['ReplacingString', { ReplacingString: '\\x' }],
  ['ReplacingString', { ReplacingString: 'a\\' }],
  ['ContentPatternBeforeReplacedString', { ContentPatternBeforeReplacedString: 'a(' }],
  ['ReplacedContentPattern', { ReplacedContentPattern: '(' }],
  ['ReplacedContentPattern', { ReplacedContentPattern: '' }],
]

for (const [path, option] of refused) {
  test(`refuses ${JSON.stringify(option)}`, async () => {
    const wrong = runProcessor(plugin, { options: { ...options, ...option }, events: [] })
    await assert.rejects(wrong, (error: LoadError) => {
      assert.deepEqual(
        error.diagnostics.map((each) => each.path),
        [`processors[0].${path}`],
      )
      return true
    })
  })
}
