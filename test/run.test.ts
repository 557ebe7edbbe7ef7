import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { PipelineFolder } from './support/pipeline-folder.ts'
import type { SluiceProcess } from './support/sluice-process.ts'

const endless = { Count: 1_000_000, EveryMs: 1 }

function isCollecting(process: SluiceProcess): () => boolean {
  return () => process.log.some(({ message }) => message === 'collecting')
}

suite('sluice run', { concurrency: 2 }, () => {
  test('keeps a second collector off the data directory and names the first', async (t) => {
    const folder = new PipelineFolder(t, { one: { input: endless } })
    const first = folder.start()
    await first.until(isCollecting(first))
    const { code, stderr } = await folder.run()
    assert.equal(code, 1)
    assert.match(stderr, /DATA_DIR_IN_USE/)
    assert.match(stderr, new RegExp(`pid ${first.pid}\\b`))
    first.signal('SIGTERM')
    assert.equal((await first.ended).code, 0)
    assert.equal(statSync(folder.dataDir).mode & 0o777, 0o700)
  })

  test('delivers on SIGTERM what it has collected, and goes on behind it next time', async (t) => {
    const pipeline = { input: { Count: 500, EveryMs: 2 }, flusher: { DelayMs: 50 } }
    const folder = new PipelineFolder(t, { one: pipeline })
    const first = folder.start()
    await first.until(isCollecting(first))
    await pause(400)
    first.signal('SIGTERM')
    const end = await first.ended
    assert.equal(end.code, 0, end.stderr)
    const { eventsIn, eventsOut } = first.log.find((record) => 'eventsIn' in record) ?? {}
    assert.ok(Number(eventsIn) > 0)
    assert.equal(eventsOut, eventsIn)
    assert.equal((await folder.run('--once')).code, 0)
    assert.deepEqual(
      folder.delivered('one'),
      Array.from({ length: 500 }, (_, number) => number),
    )
  })

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    test(`ends at once on the second ${signal}`, async (t) => {
      const pipeline = { input: endless, flusher: { Broken: true } }
      const folder = new PipelineFolder(t, { one: pipeline })
      const process = folder.start()
      await process.until(() => process.stderr.includes('could not deliver'))
      process.signal(signal)
      await process.until(() => process.stderr.includes('stopping'))
      await pause(350)
      process.signal(signal)
      assert.equal((await process.ended).code, code)
    })
  }

  test('takes the same Ctrl-C from the terminal and from npm as one', async (t) => {
    const folder = new PipelineFolder(t, { one: { input: endless } })
    const process = folder.start()
    await process.until(isCollecting(process))
    process.signal('SIGINT')
    process.signal('SIGINT')
    assert.equal((await process.ended).code, 0)
  })

  test('fails when something is undelivered at the deadline', async (t) => {
    const global = { StopTimeout: '300ms' }
    const folder = new PipelineFolder(t, { one: { global, flusher: { Broken: true } } })
    const { code, stderr } = await folder.run('--for', '500ms')
    assert.equal(code, 1)
    assert.match(stderr, /stopped before everything was delivered/)
  })

  test('refuses --once for an input that never ends, unless --for bounds it', async (t) => {
    const input = { Count: 10, Endless: true }
    const folder = new PipelineFolder(t, { web: { input } })
    const refused = await folder.run('--once')
    assert.equal(refused.code, 2, refused.stderr)
    assert.match(
      refused.stderr,
      /INPUT_ENDLESS.*input_numbers.*pipeline web \(pipelines\/web\.json/,
    )
    assert.match(refused.stderr, /--for/)
    assert.deepEqual(folder.delivered('web'), [])
    const bounded = await folder.run('--once', '--for', '700ms')
    assert.equal(bounded.code, 0, bounded.stderr)
    assert.equal(folder.delivered('web').length, 10)
  })

  test('does not take a suspended process for a hanging plugin', async (t) => {
    const folder = new PipelineFolder(t, { one: { input: { Count: 500, EveryMs: 2 } } })
    const process = folder.start('--once')
    await process.until(isCollecting(process))
    process.signal('SIGSTOP')
    await pause(2500)
    process.signal('SIGCONT')
    const { code, stderr } = await process.ended
    assert.equal(code, 0, stderr)
    assert.deepEqual(
      folder.delivered('one'),
      Array.from({ length: 500 }, (_, number) => number),
    )
    assert.ok(!stderr.includes('"error"'), stderr)
  })

  test('says once that it has caught up, how to add an event and how to stop', async (t) => {
    const input = { Count: 3, Endless: true }
    const folder = new PipelineFolder(t, { one: { input }, two: { input } })
    const { stderr } = await folder.run('--log-format', 'text', '--for', '1s')
    const [hint, ...more] = stderr.matchAll(/Read and delivered 3 events[^]*?Ctrl-C/g)
    assert.equal(more.length, 0)
    assert.match(String(hint), /tail -n 1 \/var\/log\/numbers\.log >> \/var\/log\/numbers\.log/)
  })

  test('deals pipelines out to threads', async (t) => {
    const folder = new PipelineFolder(t, {
      one: { processor: { Mode: 'spin', Once: 'happened' } },
      two: {},
      three: {},
    })
    const process = folder.start('--once', '--threads', '8')
    const { code, stderr } = await process.ended
    assert.equal(code, 0, stderr)
    assert.equal(process.log.find(({ message }) => message === 'collecting')?.['threads'], 3)
    assert.equal(folder.delivered('two').length, 1000)
    assert.equal(folder.delivered('three').length, 1000)
    assert.equal(new Set(folder.delivered('one')).size, 1000)
  })
})
