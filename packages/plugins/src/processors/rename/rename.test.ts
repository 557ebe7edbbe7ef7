import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, raw, span } from '@sluice/plugin'
import { asRecords, caseFolders, type LoadError, runProcessor } from '@sluice/testkit'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

const options = { SourceKeys: ['a', 'b'], DestKeys: ['x', 'y'] }
const logs = [{ a: '1', b: '2' }, { a: '1' }, { c: '3' }]

test('counts and warns of missing names only if told so', async () => {
  assert.deepEqual(await processCounted(plugin, options, logs), { counts: {}, warnings: [] })
  const { counts, warnings } = await processCounted(plugin, { ...options, NoKeyError: true }, logs)
  assert.deepEqual(counts, { out_key_not_found_events_total: 3 })
  const message = 'events lack a field or tag to rename'
  assert.deepEqual(warnings, [
    [message, { sourceKey: 'a', events: 1 }],
    [message, { sourceKey: 'b', events: 2 }],
  ])
})

test('renames tags of metrics and spans between logs, and leaves raw events alone', async () => {
  const { events } = await runProcessor(plugin, {
    options,
    model: 'v2',
    events: [
      counter('m', 1, { tags: { a: '1', c: '3' } }),
      { a: '1' },
      span('s', { traceId: 't', spanId: 's', startTime: 0, endTime: 1, tags: { b: '2' } }),
      raw(Buffer.from('a')),
    ],
  })
  const kinds = events.map(({ kind }) => kind)
  assert.deepEqual(kinds, ['metric', 'log', 'span', 'raw'])
  const tags = events.flatMap((event) => ('tags' in event ? [event.tags.toJSON()] : []))
  assert.deepEqual(tags, [{ c: '3', x: '1' }, { y: '2' }])
  assert.deepEqual(asRecords(events), [{ x: '1' }])
})

test('refuses lists of different length, at the place of the new names', async () => {
  const refused = runProcessor(plugin, { options: { ...options, DestKeys: ['x'] }, events: [] })
  await assert.rejects(refused, (error: LoadError) => {
    assert.deepEqual(
      error.diagnostics.map(({ path }) => path),
      ['processors[0].DestKeys'],
    )
    return true
  })
})
