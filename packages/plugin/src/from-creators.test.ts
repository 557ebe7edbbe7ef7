import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAggregator, runFlusher, runInput, runPipeline, runProcessor } from '@sluice/testkit'
import {
  type Collector,
  fromCreators,
  type Log,
  type LogGroup,
  type PluginDefinition,
} from './index.ts'

/** Ported line by line: fields are the options, methods keep their names. */
class ExampleInput {
  Prefix = 'hello'
  Count = 2
  Enabled = true
  Keys = ['a']
  Labels: Record<string, string> = {}
  #stopped = false

  description(): string {
    return 'Adds greetings.'
  }

  init(): number {
    return 250
  }

  async start(collector: Collector, signal: AbortSignal): Promise<void> {
    for (let n = 0; n < this.Count && this.Enabled; n++) {
      await collector.addData(
        this.Labels,
        Object.fromEntries(this.Keys.map((key) => [key, `${this.Prefix} ${n}`])),
      )
    }
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
    assert.ok(!this.#stopped)
  }

  stop(): void {
    this.#stopped = true
  }
}

class Upper {
  processLogs(logs: Log[]): Log[] {
    for (const item of logs)
      for (const content of item.contents) content.value = content.value.toUpperCase()
    return logs
  }
}

const tags: LogGroup['tags'] = [{ key: 'by', value: 'go' }]

class Holding {
  readonly #logs: Log[] = []

  add(item: Log): void {
    this.#logs.push(item)
  }

  flush(): LogGroup[] {
    const logs = this.#logs.splice(0)
    return [{ logs, tags, topic: '', source: '', category: '', machineUuid: '' }]
  }
}

class Polled {
  polls = 0

  init(): number {
    return 200
  }

  async collect(collector: Collector): Promise<void> {
    this.polls++
    await collector.addData({}, { poll: String(this.polls) })
  }
}

const flushed: string[] = []
class Writer {
  ready = true

  isReady(): boolean {
    return this.ready
  }

  flush(_destination: unknown, groups: readonly LogGroup[]): void {
    for (const { logs } of groups)
      flushed.push(...logs.map(({ contents }) => contents[0]?.value ?? ''))
  }
}

const [input, upper, holding, polled, writer, extension] = fromCreators({
  service_example: () => new ExampleInput(),
  processor_upper: () => new Upper(),
  aggregator_holding: () => new Holding(),
  metric_polled: () => new Polled(),
  flusher_writer: () => new Writer(),
  ext_anything: () => ({ answer: 42 }),
}) as readonly [
  PluginDefinition,
  PluginDefinition,
  PluginDefinition,
  PluginDefinition,
  PluginDefinition,
  PluginDefinition,
]

const values = (events: readonly unknown[]): unknown[] => {
  return (events as { contents: [string, string][] }[]).map(({ contents }) => contents[0]?.[1])
}

test('the kind follows from the methods', () => {
  assert.deepEqual(
    [input, upper, holding, polled, writer, extension].map(({ kind }) => kind),
    ['service_input', 'processor', 'aggregator', 'metric_input', 'flusher', 'extension'],
  )
  assert.equal(input.description, 'Adds greetings.')
})

test('an input runs with its fields as options', async () => {
  await using run = await runInput(input, { options: { Prefix: 'hi', Count: 3 } })
  await run.clock.advance(0)
  assert.deepEqual(values(run.events), ['hi 0', 'hi 1', 'hi 2'])
  assert.equal(await run.stop(), true)
})

test('every instance has its own fields', async () => {
  const text = JSON.stringify({
    inputs: [
      { Type: 'service_example', Prefix: 'one', Count: 1 },
      { Type: 'service_example', Count: 1 },
    ],
    flushers: [{ Type: 'flusher_writer' }],
  })
  flushed.length = 0
  await using run = await runPipeline(text, { plugins: [input, writer] })
  await run.stop()
  assert.deepEqual(flushed, ['one 0', 'hello 0'])
})

test('an option that is no field, or of another type, is refused', async () => {
  await assert.rejects(runInput(input, { options: { Prefiks: 'x' } }), /Prefiks/)
  await assert.rejects(
    runInput(input, { options: { Count: ['x'] } }),
    /must be a number; found a list/,
  )
  const schema = input.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
  assert.deepEqual(Object.keys(schema['properties'] as object), [
    'Prefix',
    'Count',
    'Enabled',
    'Keys',
    'Labels',
  ])
})

test('the schema matches fields in any case, and says what is wrong', async () => {
  const { validate } = input.config['~standard']
  assert.deepEqual(await validate({ prefix: 'hi', COUNT: 3 }), {
    value: { Prefix: 'hi', Count: 3 },
  })
  assert.deepEqual(await validate({ Other: 1 }), {
    issues: [{ message: 'unknown option Other', path: ['Other'] }],
  })
  const message = 'expected array, found string'
  assert.deepEqual(await validate({ Keys: 'a' }), { issues: [{ message, path: ['Keys'] }] })
})

test('what init returns is the interval', async () => {
  await using run = await runInput(polled)
  await run.clock.advance('1s')
  assert.equal(run.events.length, 6)
})

test('processors and aggregators keep their this', async () => {
  const { events } = await runProcessor(upper, { events: [{ a: 'x' }] })
  assert.deepEqual(values(events), ['X'])
  await using run = await runAggregator(holding)
  await run.send([{ a: 'x' }, { a: 'y' }])
  await run.stop()
  assert.deepEqual(
    run.groups.map((group) => [group.tags, values(group.events)]),
    [[{ by: 'go' }, ['x', 'y']]],
  )
})

test('a flusher is asked whether it is ready', async () => {
  flushed.length = 0
  await using run = await runFlusher(writer, { options: { ready: false } })
  await run.send([{ a: 'x' }])
  await run.pipeline.clock.advance('5s')
  assert.deepEqual(flushed, [])
})
