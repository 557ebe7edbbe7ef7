import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { defineFlusher, defineProcessor } from '@sluice/plugin'
import { asRecords, type InputRun, runInput, runPipeline } from '@sluice/testkit'
import { parseAddress } from './parse-address.ts'
import plugin from './index.ts'

interface Reply {
  readonly status: number | undefined
  readonly retryAfter: string | undefined
  readonly text: string
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

function send(
  port: number,
  headers: Record<string, string>,
  path = '/data',
  body = '',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, headers, method: 'POST' }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'], text })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function start(): Promise<{ run: InputRun; port: number }> {
  const port = await freePort()
  const run = await runInput(plugin, { options: { Address: `:${port}` } })
  await run.until(() => run.records.some(({ message }) => message === 'listening'))
  return { run, port }
}

/** What a promise comes to, the clock of the run moving on meanwhile. */
async function within<Value>(until: InputRun['until'], promise: Promise<Value>): Promise<Value> {
  let settled = false
  const watched = promise.finally(() => (settled = true))
  watched.catch(() => {})
  await until(() => settled)
  return watched
}

test('answers 200 once the value of the header was delivered', async () => {
  const { run, port } = await start()
  await using _ = run
  const reply = await within((condition) => run.until(condition), send(port, { test: 'val123' }))
  assert.equal(reply.status, 200)
  assert.deepEqual(asRecords(run.events), [{ test: 'val123' }])
})

test('reads the header as UTF-8', async () => {
  const { run, port } = await start()
  await using _ = run
  const headers = { test: Buffer.from('grün 日本').toString('latin1') }
  await within((condition) => run.until(condition), send(port, headers))
  assert.deepEqual(asRecords(run.events), [{ test: 'grün 日本' }])
})

test('refuses other paths, requests without the header and large bodies', async () => {
  const { run, port } = await start()
  await using _ = run
  const until: InputRun['until'] = (condition) => run.until(condition)
  assert.equal((await within(until, send(port, { test: 'a' }, '/other'))).status, 404)
  const missing = await within(until, send(port, {}))
  assert.equal(missing.status, 400)
  assert.match(missing.text, /header named 'test'/)
  const body = 'x'.repeat(65 * 1024)
  assert.equal((await within(until, send(port, { test: 'a' }, '/data', body))).status, 413)
  assert.deepEqual(run.events, [])
})

test('refuses headers beyond 16 KiB', async () => {
  const { run, port } = await start()
  await using _ = run
  const reply = await within(
    (condition) => run.until(condition),
    send(port, { test: 'x'.repeat(17 * 1024) }),
  )
  assert.equal(reply.status, 431)
})

test('answers 503 with Retry-After when delivery takes longer than 10 s', async () => {
  const port = await freePort()
  let deliver = (): void => {}
  const stuck = defineFlusher({
    type: 'flusher_stuck',
    description: 'Delivers when told to.',
    stability: 'stable',
    setup: () => ({ v1: { flush: () => new Promise<void>((resolve) => (deliver = resolve)) } }),
  })
  const yaml = `
inputs: [{ Type: service_input_example, Address: ':${port}' }]
flushers: [{ Type: flusher_stuck }]
`
  await using run = await runPipeline(yaml, { plugins: [plugin, stuck] })
  await run.until(() => run.records.some(({ message }) => message === 'listening'))
  const reply = await within((condition) => run.until(condition), send(port, { test: 'a' }))
  assert.equal(reply.status, 503)
  assert.equal(reply.retryAfter, '5')
  deliver()
})

test('answers what is under way before it ends', async () => {
  const port = await freePort()
  let pass: (() => void) | undefined
  const gate = defineProcessor({
    type: 'processor_gate',
    description: 'Passes logs when told to.',
    stability: 'stable',
    setup: () => ({
      v1: { processLogs: (logs) => new Promise((resolve) => (pass = () => resolve(logs))) },
    }),
  })
  const sink = defineFlusher({
    type: 'flusher_sink',
    description: 'Takes everything.',
    stability: 'stable',
    setup: () => ({ v1: { flush() {} } }),
  })
  const yaml = `
inputs: [{ Type: service_input_example, Address: ':${port}' }]
processors: [{ Type: processor_gate }]
flushers: [{ Type: flusher_sink }]
`
  await using run = await runPipeline(yaml, { plugins: [plugin, gate, sink] })
  await run.until(() => run.records.some(({ message }) => message === 'listening'))
  const waiting = send(port, { test: 'a' })
  await run.until(() => pass !== undefined)
  const stopped = run.stop()
  pass?.()
  const reply = await waiting
  assert.equal(reply.status, 200)
  assert.equal(await stopped, true)
  await assert.rejects(send(port, { test: 'b' }), { code: 'ECONNREFUSED' })
})

test('says which address is in use', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const address = taken.address()
  const port = typeof address === 'object' ? address?.port : undefined
  await using run = await runInput(plugin, { options: { Address: `127.0.0.1:${port}` } })
  const said = new RegExp(`cannot listen on 127.0.0.1:${port}: .*EADDRINUSE`)
  await run.until(() => run.records.some(({ fields }) => said.test(String(fields['error']))))
})

test('an address without a host means this machine only', () => {
  assert.deepEqual(parseAddress(':19000'), { host: '127.0.0.1', port: 19000 })
  assert.deepEqual(parseAddress('0.0.0.0:80'), { host: '0.0.0.0', port: 80 })
  assert.deepEqual(parseAddress('[::1]:80'), { host: '::1', port: 80 })
  for (const text of ['', '19000', 'host', ':70000', '::1:80', 'host:']) {
    assert.throws(() => parseAddress(text), { code: 'CONFIG_OPTION_INVALID', path: ['Address'] })
  }
})
