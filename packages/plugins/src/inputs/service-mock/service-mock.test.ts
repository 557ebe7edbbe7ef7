import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { asRecords, FakeClock, runInput } from '@sluice/testkit'
import plugin from './index.ts'

test('makes LogsPerSecond logs at once and each second after', async () => {
  const options = { LogsPerSecond: 2, Index: 10, Tags: { tag: 'x' }, Fields: { content: 'hello' } }
  await using run = await runInput(plugin, { options })
  await run.clock.advance('1ms')
  assert.deepEqual(asRecords(run.take()), [
    { tag: 'x', content: 'hello', Index: '11' },
    { tag: 'x', content: 'hello', Index: '12' },
  ])
  await run.clock.advance('2s')
  assert.deepEqual(
    asRecords(run.take()).map(({ Index }) => Index),
    ['13', '14', '15', '16'],
  )
})

test('ends after exactly MaxLogCount logs', async () => {
  await using run = await runInput(plugin, { options: { LogsPerSecond: 4, MaxLogCount: 6 } })
  await run.clock.advance('10s')
  assert.equal(run.events.length, 6)
  assert.equal(run.ended, true)
})

test('hands over more logs than fit one batch', async () => {
  const options = { LogsPerSecond: 3000, MaxLogCount: 3000 }
  for (const model of ['v1', 'v2'] as const) {
    await using run = await runInput(plugin, { options, model })
    await run.until(() => run.events.length === 3000)
    const numbers = asRecords(run.events).map(({ Index }) => Number(Index))
    assert.deepEqual(
      numbers,
      Array.from({ length: 3000 }, (_, at) => at + 1),
    )
  }
})

test('makes numbered logs when it is given neither Fields nor File', async () => {
  await using run = await runInput(plugin, { options: { LogsPerSecond: 1 } })
  await run.clock.advance('1ms')
  assert.deepEqual(asRecords(run.events), [{ Index: '1' }])
})

test('makes nothing without LogsPerSecond', async () => {
  await using run = await runInput(plugin)
  await run.clock.advance('10s')
  assert.deepEqual(run.events, [])
})

test('gives typed logs the current time', async () => {
  const clock = new FakeClock(Date.UTC(2026, 6, 1))
  await using run = await runInput(plugin, { options: { LogsPerSecond: 1 }, model: 'v2', clock })
  await clock.advance('1ms')
  const [event] = run.events
  assert.equal(event?.kind === 'log' && event.time, Date.UTC(2026, 6, 1) / 1000)
})

test('takes the field content from File', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'service-mock-'))
  t.after(() => rm(folder, { recursive: true }))
  const File = join(folder, 'text')
  await writeFile(File, 'line 1\nline 2\n')
  await using run = await runInput(plugin, { options: { File, LogsPerSecond: 1 } })
  await run.until(() => run.events.length > 0)
  assert.deepEqual(asRecords(run.take())[0], { content: 'line 1\nline 2\n', Index: '1' })
})

test('says which File it cannot read and what to do', async () => {
  const options = { File: '/nowhere/text', LogsPerSecond: 1 }
  await using run = await runInput(plugin, { options })
  await run.until(() =>
    run.records.some(({ fields }) => /\/nowhere\/text/.test(String(fields['error']))),
  )
})

test('a --once run ends by itself only when the number of logs is limited', () => {
  const none = { Tags: {}, Fields: {}, File: '', Index: 0 }
  const ends = (options: object): unknown =>
    typeof plugin.endsOnce === 'function' &&
    plugin.endsOnce({ ...none, LogsPerSecond: 1, MaxLogCount: 0, Block: false, ...options })
  assert.equal(ends({ MaxLogCount: 5 }), true)
  assert.equal(ends({}), false)
  assert.equal(ends({ MaxLogCount: 5, LogsPerSecond: 0 }), false)
  assert.equal(ends({ MaxLogCount: 5, Block: true }), false)
})
