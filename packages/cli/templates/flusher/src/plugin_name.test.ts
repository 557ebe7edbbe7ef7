import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runFlusher } from '@sluice/testkit'
import plugin from './plugin_name.ts'

test('appends a line for each log, quoting what needs it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'plugin_name-'))
  t.after(() => rm(folder, { recursive: true }))
  const File = join(folder, 'logs/events.logfmt')
  await using run = await runFlusher(plugin, { options: { File } })
  await run.send([{ level: 'info', content: 'all "is" well' }, { empty: '' }], { time: 0 })
  await run.delivered()
  await run.stop()
  assert.equal(
    await readFile(File, 'utf8'),
    'time=2026-01-01T00:00:00.000Z level=info content="all \\"is\\" well"\n' +
      'time=2026-01-01T00:00:00.000Z empty=""\n',
  )
})
