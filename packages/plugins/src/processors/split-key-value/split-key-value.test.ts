import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFolders } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const logs = [
  { content: 'a:1\tb:2' },
  { content: 'a:1\tb' },
  { content: ':1\t' },
  { other: 'x' },
  { content: ':2' },
]

test('counts events and warns once of each kind of odd pairs', async () => {
  const { counts, warnings } = await processCounted(plugin, { SourceKey: 'content' }, logs)
  assert.deepEqual(counts, { out_successful_events_total: 4, out_key_not_found_events_total: 1 })
  assert.deepEqual(warnings, [
    ['fields have pairs without Separator', { sourceKey: 'content', events: 2 }],
    ['fields have values without a key', { sourceKey: 'content', events: 2 }],
    ['events lack the source field', { sourceKey: 'content', events: 1 }],
  ])
})

test('does not warn if told so', async () => {
  const options = {
    SourceKey: 'content',
    ErrIfSourceKeyNotFound: false,
    ErrIfSeparatorNotFound: false,
    ErrIfKeyIsEmpty: false,
  }
  const { warnings } = await processCounted(plugin, options, logs)
  assert.deepEqual(warnings, [])
})
