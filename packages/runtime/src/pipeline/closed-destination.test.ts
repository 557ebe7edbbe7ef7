import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineFlusher, DestinationClosedError } from '@sluice/plugin'
import { runFlusher } from '@sluice/testkit'

test('a destination that is gone for good ends the pipeline and acknowledges nothing', async () => {
  let calls = 0
  const flusher = defineFlusher({
    type: 'flusher_broken_pipe',
    description: 'Has lost its reader.',
    stability: 'stable',
    setup: () => ({
      v2: {
        export() {
          calls++
          throw new DestinationClosedError('the reader is gone')
        },
      },
    }),
  })
  await using run = await runFlusher(flusher)
  await run.send([{ n: '1' }])
  await assert.rejects(run.delivered(), { code: 'NOT_DELIVERED' })
  await run.clock.advance('5m')
  assert.equal(calls, 1, 'it is not tried again')
  const { reports } = run.pipeline
  assert.deepEqual(reports, [{ type: 'closed', pipeline: 'test', plugin: 'flusher_broken_pipe/1' }])
})
