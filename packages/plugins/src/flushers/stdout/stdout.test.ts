import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { counter, gauge, log, metric, raw, span } from '@sluice/plugin'
import { FakeClock, type FedRun, runFlusher } from '@sluice/testkit'
import plugin from './index.ts'

const PLUGIN = import.meta.resolve('./index.ts')
const TESTKIT = import.meta.resolve('@sluice/testkit')

/** A process in which `body` runs with `run`, a flusher_stdout that prints to standard output. */
function startChild(options: object, body: string): ChildProcess {
  const script = `
    import plugin from ${JSON.stringify(PLUGIN)}
    import { runFlusher } from ${JSON.stringify(TESTKIT)}
    const run = await runFlusher(plugin, ${JSON.stringify(options)})
    ${body}
    process.exit()
  `
  const parameters = ['--conditions=source', '--input-type=module', '--eval', script]
  return spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function printed(options: object, body: string): Promise<string> {
  const child = startChild({ options: { OnlyStdout: true, ...options } }, body)
  let [output, errors] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  await once(child, 'close')
  assert.equal(errors, '')
  return output
}

test('OnlyStdout prints bare JSON: contents in order, then the time as text', async () => {
  const output = await printed(
    {},
    `await run.send([{ b: '1', a: 'x"y' }, { c: '\\u0000' }], { time: 1700000000, tags: { host: 'h' } })
     await run.delivered()`,
  )
  assert.equal(
    output,
    '{"b":"1","a":"x\\"y","__time__":"1700000000"}\n{"c":"\\u0000","__time__":"1700000000"}\n',
  )
})

test('Prefix puts date and time in front of each line', async () => {
  const body = `await run.send([{ a: '1' }, { a: '2' }], { time: 1 }); await run.delivered()`
  const output = await printed({ Prefix: true, Tags: true }, body)
  const lines = output.trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, '')),
    [
      '[LogGroup] topic , logstore , logcount 2, tags {}',
      '{"a":"1","__time__":"1"}',
      '{"a":"2","__time__":"1"}',
    ],
  )
  assert.ok(lines.every((line) => line.startsWith('20')))
})

test('prints more than a pipe holds to a reader that is slow', async () => {
  const body = `
    const sent = Array.from({ length: 2000 }, (_, n) => ({ n: String(n), text: 'x'.repeat(1000) }))
    await run.send(sent, { time: 1 })
    let isDelivered = false
    run.delivered().then(() => (isDelivered = true))
    await run.until(() => isDelivered)`
  const child = startChild({ options: { OnlyStdout: true } }, body)
  const output = child.stdout
  assert.ok(output !== null)
  let text = ''
  output.setEncoding('utf8')
  // Reading in small steps leaves the pipe full most of the time.
  for await (const piece of output) text += piece as string
  const numbers = text
    .trimEnd()
    .split('\n')
    .map((line) => Number((JSON.parse(line) as { n: string }).n))
  assert.deepEqual(
    numbers,
    Array.from({ length: 2000 }, (_, n) => n),
  )
})

test('says that the reader is gone', async () => {
  const body = `
    await run.send([{ a: '1' }], { time: 1 })
    await run.delivered()
    await run.send([{ text: 'x'.repeat(1000000) }], { time: 1 })
    await run.until(() => run.records.some(({ fields }) => fields.error?.code === 'DESTINATION_CLOSED'))
    process.stderr.write('said')`
  const child = startChild({ options: { OnlyStdout: true } }, body)
  child.stdout?.once('data', () => child.stdout?.destroy())
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  await once(child, 'close')
  assert.equal(errors, 'said')
})

async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flusher-stdout-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Printing {
  readonly options?: object
  readonly model?: 'v1' | 'v2'
}

/** What a file gets without prefixes. */
async function inFile(
  t: TestContext,
  { options, model = 'v1' }: Printing,
  ...sent: Parameters<FedRun['send']>
): Promise<string> {
  const FileName = join(await temporary(t), 'out.log')
  await using run = await runFlusher(plugin, {
    options: { FileName, Prefix: false, ...options },
    model,
  })
  await run.send(...sent)
  await run.delivered()
  return await readFile(FileName, 'utf8')
}

test('prefixes the lines of a file with local date and time', async (t) => {
  const FileName = join(await temporary(t), 'out.log')
  const clock = new FakeClock(new Date(2026, 2, 4, 5, 6, 7).getTime())
  await using run = await runFlusher(plugin, { options: { FileName }, clock })
  await run.send([{ a: '1' }], { time: 1 })
  await run.delivered()
  assert.equal(await readFile(FileName, 'utf8'), '2026-03-04 05:06:07 {"a":"1","__time__":"1"}\n')
})

test('rolls a file to name.1 at MaxSize and keeps MaxRolls of them', async (t) => {
  const folder = await temporary(t)
  const options = { FileName: join(folder, 'out.log'), MaxSize: 40, MaxRolls: 1, Prefix: false }
  await using run = await runFlusher(plugin, { options })
  for (const n of ['1', '2', '3']) {
    await run.send([{ n }], { time: 1 })
    await run.delivered()
  }
  assert.deepEqual((await readdir(folder)).toSorted(), ['out.log', 'out.log.1'])
  assert.match(await readFile(options.FileName, 'utf8'), /"n":"3"/)
  assert.match(await readFile(`${options.FileName}.1`, 'utf8'), /"n":"2"/)
})

test('logs the events when there is neither OnlyStdout nor FileName', async () => {
  await using run = await runFlusher(plugin, { options: { Tags: true } })
  await run.send([{ a: '1' }], { time: 1, tags: { host: 'h' }, topic: 't' })
  await run.delivered()
  const logged = run.records.filter(({ message }) => message === 'event')
  assert.deepEqual(
    logged.map(({ fields }) => fields['event']),
    ['{"logGroup":{"topic":"t","logcount":1,"tags":{"host":"h"}}}', '{"a":"1","__time__":"1"}'],
  )
})

test('prints repeated keys twice', async (t) => {
  const contents = [
    ['a', '1'],
    ['a', '2'],
  ] as const
  assert.equal(
    await inFile(t, {}, [log({ contents })], { time: 1 }),
    '{"a":"1","a":"2","__time__":"1"}\n',
  )
})

test('KeyValuePairs false keeps keys and values apart', async (t) => {
  const options = { KeyValuePairs: false }
  assert.equal(
    await inFile(t, { options }, [{ a: '1', n: 2 }], { time: 1 }),
    '{"Time":1,"Contents":[{"Key":"a","Value":"1"},{"Key":"n","Value":"2"}]}\n',
  )
})

test('a flat log looks the same beside other kinds, which are shown whole', async (t) => {
  const text = await inFile(t, {}, [{ a: '1' }, gauge('g', 1.5, { time: 2000 })], { time: 1 })
  assert.equal(
    text,
    '{"a":"1","__time__":"1"}\n' +
      '{"eventType":"metric","name":"g","timestamp":2000000000,"observedTimestamp":0,"tags":{},' +
      '"metricType":"gauge","value":1.5}\n',
  )
})

test('v2: shows every kind of event whole', async (t) => {
  const time = 1_700_000_000_123_456_789n
  const ids = { traceId: 't', spanId: 's' }
  const text = await inFile(
    t,
    { model: 'v2', options: { Tags: true } },
    [
      log({ contents: { a: 'x', n: 1 }, time, level: 'info', tags: { l: '1' }, ...ids, offset: 7 }),
      counter('c', { sum: 1 }, { time, unit: 's', description: 'd', typedValues: { s: 'x' } }),
      metric('untyped', 'nothing', undefined, { time }),
      span('GET', { ...ids, startTime: time, endTime: time + 5n, spanKind: 'client' }),
      raw(Buffer.from('a"\xff', 'latin1')),
    ],
    { tags: { host: 'h' } },
  )
  const times = '"timestamp":1700000000123456789,"observedTimestamp":0'
  assert.deepEqual(text.trimEnd().split('\n'), [
    '{"eventGroup":{"events":5,"metadata":{},"tags":{"host":"h"}}}',
    `{"eventType":"log","name":"",${times},"tags":{"l":"1"},"offset":7,"level":"info","traceId":"t","spanId":"s",` +
      '"contents":{"a":"x","n":1}}',
    `{"eventType":"metric","name":"c",${times},"tags":{},"metricType":"counter","unit":"s","description":"d",` +
      '"values":{"sum":1,"s":"x"}}',
    `{"eventType":"metric","name":"nothing",${times},"tags":{},"metricType":"untyped"}`,
    `{"eventType":"span","name":"GET",${times},"tags":{},"traceId":"t","spanId":"s","parentSpanId":"",` +
      '"startTime":1700000000123456789,"endTime":1700000000123456794,"kind":"client","statusCode":0}',
    '{"eventType":"byteArray","byteArray":"a\\"\ufffd"}',
  ])
})
