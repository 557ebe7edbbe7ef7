import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runFlusher } from '@sluice/testkit'
import plugin from './index.ts'
import { linesOf, temporary } from './test-support/scratch.ts'

test('threads write one file in turns, also when it is rolled', async (t) => {
  const folder = await temporary(t)
  const options = { FilePath: join(folder, 'out.json'), MaxFileSize: 400, MaxFiles: 1000 }
  const shared = new SharedArrayBuffer(64 * 64)
  const runs = await Promise.all(
    [0, 1, 2].map((index) => runFlusher(plugin, { options, replica: { index, count: 3, shared } })),
  )
  const sent: string[] = []
  for (let round = 0; round < 20; round++) {
    for (const [index, run] of runs.entries()) {
      const n = `${index}.${round}`
      sent.push(n)
      await run.send([{ n }], { time: 1 })
    }
  }
  for (const run of runs) await run.delivered()
  for (const run of runs) {
    assert.deepEqual(
      run.records.filter(({ level }) => level !== 'info'),
      [],
    )
    await run[Symbol.asyncDispose]()
  }
  const names = readdirSync(folder)
  assert.ok(names.length > 3, 'it was rolled')
  const found = names.flatMap((name) => linesOf(join(folder, name)) as { n: string }[])
  assert.deepEqual(found.map(({ n }) => n).toSorted(), sent.toSorted())
})
