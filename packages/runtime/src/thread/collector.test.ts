import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Collector } from './collector.ts'
import type { CollectorOptions } from './collector-options.ts'

const pipeline = {
  inputs: [{ Type: 'input_hundred' }],
  flushers: [{ Type: 'flusher_slow' }],
}

function makeCollector(
  t: TestContext,
  pipelines: Readonly<Record<string, object>>,
  options: Partial<CollectorOptions> = {},
): Collector {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-test-'))
  t.after(() => rmSync(directory, { recursive: true }))
  for (const [name, content] of Object.entries(pipelines)) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(content))
  }
  return new Collector({
    path: directory,
    dataDir: join(directory, 'data'),
    thread: new URL('./test-support/data-thread.ts', import.meta.url),
    log: { level: 'error' },
    ...options,
  })
}

function valueOf(
  collector: Collector,
  wanted: { name: string; pipeline?: string; plugin?: string },
) {
  const found = collector.metrics().filter((sample) => {
    return Object.entries(wanted).every(
      ([key, value]) => sample[key as keyof typeof sample] === value,
    )
  })
  return found.reduce((sum, { value }) => sum + value, 0)
}

test('a run to the end delivers everything and keeps the numbers of all threads', async (t) => {
  const collector = makeCollector(t, { a: pipeline, b: pipeline }, { once: true, threads: 2 })
  assert.deepEqual(await collector.start(), [])
  assert.deepEqual(await collector.ended, { clean: true })
  for (const name of ['a', 'b']) {
    const flushed = { pipeline: name, plugin: 'flusher_slow/1', name: 'out_events_total' }
    assert.equal(valueOf(collector, flushed), 100)
  }
  assert.equal(valueOf(collector, { name: 'store_failed_commits_total' }), 0)
})

test('a call that does not settle is counted against its plugin', async (t) => {
  const guilty = {
    ...pipeline,
    global: { CallTimeout: '250ms' },
    processors: [{ Type: 'processor_hangs_first' }],
  }
  const collector = makeCollector(t, { a: guilty }, { once: true, log: { level: 'error' } })
  await collector.start()
  assert.deepEqual(await collector.ended, { clean: true })
  const hung = { pipeline: 'a', plugin: 'processor_hangs_first/1', name: 'hung_calls_total' }
  assert.equal(valueOf(collector, hung), 1)
})

test('stop ends a run that would go on, and may be asked for twice', async (t) => {
  const collector = makeCollector(t, { a: pipeline })
  await collector.start()
  assert.deepEqual(await Promise.all([collector.stop(), collector.stop()]), [
    { clean: true },
    { clean: true },
  ])
})

test('one wrong pipeline keeps all from starting', async (t) => {
  const collector = makeCollector(t, { a: pipeline, b: { ...pipeline, inputs: [{ Type: 'x' }] } })
  await assert.rejects(
    collector.start(),
    (error: Error & { code?: string; diagnostics?: object[] }) => {
      assert.equal(error.code, 'CONFIG_REFUSED')
      assert.equal(error.diagnostics?.length, 1)
      return true
    },
  )
})

test('plugins that cannot be loaded are refused with their own reason', async (t) => {
  const collector = makeCollector(t, { a: pipeline }, { plugins: ['bad'] })
  await assert.rejects(collector.start(), { code: 'PLUGINS_REFUSED', message: 'no such plugins' })
})

test('pipelines that are all disabled are nothing to run', async (t) => {
  const collector = makeCollector(t, { a: { ...pipeline, enable: false } })
  await assert.rejects(collector.start(), { code: 'NOTHING_TO_RUN' })
})

test('a thread that ends while it starts is a failure, and leaves the data directory free', async (t) => {
  const options = { thread: new URL('data:text/javascript,process.exit(3)') }
  const collector = makeCollector(t, { a: pipeline }, options)
  await assert.rejects(collector.start(), { code: 'THREAD_FAILED' })
})
