import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, raw } from '@sluice/plugin'
import { runFlusher } from '@sluice/testkit'
import plugin from './index.ts'

test('takes events of every kind', async () => {
  await using run = await runFlusher(plugin)
  await run.send([{ a: '1' }, counter('requests', 1), raw(Buffer.from('bytes'))])
  await run.send([])
  await assert.doesNotReject(run.stop())
})
