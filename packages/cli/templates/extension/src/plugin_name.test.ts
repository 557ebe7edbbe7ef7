import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineServiceInput } from '@sluice/plugin'
import { runInput } from '@sluice/testkit'
import plugin, { type RateLimit } from './plugin_name.ts'

test('lets so many a second through, and no more', async () => {
  const limits: RateLimit[] = []
  const user = defineServiceInput({
    type: 'service_user',
    description: 'Uses the extension as other plugins would.',
    stability: 'experimental',
    async setup(_options, context) {
      limits.push(await context.extension<RateLimit>('plugin_name', { PerSecond: 2 }))
      return { v1: { start() {} } }
    },
  })
  await using run = await runInput(user, { others: [plugin] })
  const take = (): boolean | undefined => limits[0]?.take()
  assert.deepEqual([take(), take(), take()], [true, true, false])
  await run.clock.advance('500ms')
  assert.deepEqual([take(), take()], [true, false])
  await run.clock.advance('1h')
  assert.deepEqual([take(), take(), take()], [true, true, false])
})
