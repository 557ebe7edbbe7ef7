import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { runInput } from '@sluice/testkit'
import plugin from './plugin_name.ts'

test('measures a file system at each poll', async () => {
  await using run = await runInput(plugin, { model: 'v2', options: { Path: tmpdir() } })
  await run.until(() => run.events.length >= 2)
  const metrics = run.events.filter((event) => event.kind === 'metric')
  assert.deepEqual(
    metrics.slice(0, 2).map(({ name, tags }) => [name, tags.get('path')]),
    [
      ['disk_size_bytes', tmpdir()],
      ['disk_available_bytes', tmpdir()],
    ],
  )
  assert.ok(Number(metrics[0]?.value) >= Number(metrics[1]?.value))
})

test('says why it could not measure', async () => {
  await using run = await runInput(plugin, { options: { Path: '/there/is/no/such/path' } })
  await run.until(() => run.records.some(({ fields }) => /ENOENT/.test(String(fields['error']))))
  assert.equal(run.events.length, 0)
})
