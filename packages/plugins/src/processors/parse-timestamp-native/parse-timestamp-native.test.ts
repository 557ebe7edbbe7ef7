import assert from 'node:assert/strict'
import { test } from 'node:test'
import { log } from '@sluice/plugin'
import type { LoadError } from '@sluice/testkit'
import { caseFolders, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = {
  SourceKey: 't',
  SourceFormat: '%Y-%m-%d %H:%M:%S.%f',
  SourceTimezone: 'GMT+00:00',
}

test('counts what became of events and warns once of each kind', async () => {
  const logs = [
    { t: '2026-01-01 00:00:00.5' },
    { t: '2026-01-01' },
    { t: 'x' },
    { x: '1' },
    { t: '2025-01-01 00:00:00.5' },
  ]
  const { counts, warnings } = await processCounted(plugin, options, logs)
  assert.deepEqual(counts, {
    out_successful_events_total: 2,
    out_failed_events_total: 2,
    out_key_not_found_events_total: 1,
    discarded_events_total: 1,
  })
  assert.deepEqual(warnings, [
    [
      'values do not begin with a time in SourceFormat',
      { sourceKey: 't', events: 2, example: '2026-01-01' },
    ],
    [
      'dropped events whose time is more than 12 hours ago, before 1970, or has no year',
      { sourceKey: 't', events: 1 },
    ],
  ])
})

test('a run that reads what is there drops nothing because of its age', async () => {
  const events = [log({ contents: { t: '2001-02-03 04:05:06.7' } })]
  const found = await runProcessor(plugin, { options, once: true, events })
  assert.equal(found.events.length, 1)
})

test('warns of a zone it does not know and takes that of the machine', async () => {
  const unknown = { SourceKey: 't', SourceFormat: '%s', SourceTimezone: 'UTC+8' }
  const { counts, warnings } = await processCounted(plugin, unknown, [{ t: '1767225600' }])
  assert.equal(counts['out_successful_events_total'], 1)
  assert.deepEqual(
    warnings.map(([, data]) => data),
    [{ SourceTimezone: 'UTC+8' }],
  )
})

test('refuses a format with an unknown conversion', async () => {
  const wrong = { ...options, SourceFormat: '%Y-%Q' }
  await assert.rejects(runProcessor(plugin, { options: wrong, events: [] }), (error: LoadError) => {
    assert.deepEqual(
      error.diagnostics.map(({ path }) => path),
      ['processors[0].SourceFormat'],
    )
    return true
  })
})
