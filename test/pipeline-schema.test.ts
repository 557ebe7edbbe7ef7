import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { builtins } from '@sluice/plugins'
import { compilePipeline, createRegistry, optionTable, pipelineSchema } from '@sluice/runtime'
import { root } from '../scripts/root.ts'
import { conforms } from './support/conforms.ts'

type Options = Readonly<Record<string, unknown>>

const registry = createRegistry([{ origin: '@sluice/plugins', definitions: [...builtins] }])
const schema = pipelineSchema(registry)
const env = { TEXT: 'text' }

/** Every kind of value, so that each option gets some that are right and many that are wrong. */
const values: readonly unknown[] = [
  'text',
  '',
  '5s',
  '${env:TEXT}',
  0,
  1,
  -1,
  1.5,
  true,
  null,
  [],
  ['text'],
  ['text', 5],
  {},
  { key: 'text' },
  { key: [] },
]

const engineOptions: readonly Options[] = [
  { OnError: 'drop' },
  { OnError: 'pass' },
  { OnError: 5 },
  { Match: { Type: 'event_type', Value: 'log' } },
  { Match: { Type: 'event_type', Value: 'logs' } },
  { Match: { Type: 'tag', Key: 'a', Value: 'b', DiscardingTag: true } },
  { Match: { Type: 'tag', Key: 'a' } },
  { Match: 'log' },
  { IntervalMs: 1000 },
  { IntervalMs: 0 },
  { IntervalMs: '1s' },
]

/** What a plugin refuses by rules that a schema cannot tell: `type option value`. */
const untold = [
  'flusher_file MaxFileSize ""',
  'flusher_file MaxFileSize "${env:TEXT}"',
  'flusher_file MaxFileSize "5s"',
  'flusher_file MaxFileSize "text"',
  'flusher_file MaxFileSize 0',
  'flusher_stdout MaxSize ""',
  'flusher_stdout MaxSize "${env:TEXT}"',
  'flusher_stdout MaxSize "5s"',
  'flusher_stdout MaxSize "text"',
  'input_file FileEncoding ""',
  'input_file FileEncoding "${env:TEXT}"',
  'input_file FileEncoding "5s"',
  'input_file FileEncoding "text"',
  'processor_add_fields Fields {}',
  'processor_desensitize_native Method "${env:TEXT}"',
  'processor_parse_delimiter_native OverflowedFieldsTreatment "${env:TEXT}"',
  'processor_parse_delimiter_native Quote "${env:TEXT}"',
  'processor_split_char SplitSep "${env:TEXT}"',
]

suite('the schema of pipelines and the collector agree on', () => {
  for (const { section, definition } of registry.all()) {
    const { type } = definition
    const names = optionTable(definition).map(({ name }) => name)
    const differences: string[] = []

    test(`${type} with each option right and wrong`, async () => {
      const sample = await sampleOptions(section, type)
      assert.deepEqual(await verdicts(section, { Type: type, ...sample }), [true, true])
      const changes = names.flatMap((name) => values.map((value) => ({ [name]: value })))
      for (const change of [...changes, ...engineOptions]) {
        const [told, done] = await verdicts(section, { Type: type, ...sample, ...change })
        const [[name, value] = []] = Object.entries(change)
        if (told !== done) differences.push(`${type} ${name} ${JSON.stringify(value)}`)
      }
      assert.deepEqual(
        differences.toSorted(),
        untold.filter((each) => each.startsWith(`${type} `)),
      )
    })

    test(`${type} without an option, with an unknown one, and in other forms`, async () => {
      const sample = await sampleOptions(section, type)
      const entries: readonly Options[] = [
        ...names.map((name) => without({ Type: type, ...sample }, name)),
        ...names.map((name) => swapCase({ Type: type, ...sample }, name)),
        { Type: type, ...sample, Unknown: 1 },
        { Type: `${type}/alias`, ...sample },
        { Type: `${type}/alias/5#3`, ...sample },
        { Type: `${type} `, ...sample },
        { Type: `${type}x`, ...sample },
        { Type: [type], ...sample },
        { type, detail: sample },
        { type: `${type}/alias`, detail: { ...sample, Unknown: 1 } },
        { type, detail: null },
        { type, detail: [] },
        { type },
        { type, ...sample, Unknown: 1 },
        { type, detail: sample, Unknown: 1 },
        { tpye: type, ...sample },
      ]
      for (const entry of entries) {
        const [told, done] = await verdicts(section, entry)
        assert.equal(told, done, JSON.stringify(entry))
      }
    })
  }

  const inputs = [{ Type: 'service_mock' }]
  const flushers = [{ Type: 'flusher_stdout' }]
  for (const pipeline of [
    { inputs, flushers },
    { enable: true, global: {}, inputs, flushers, createTime: 5, version: 'v1', unknown: 1 },
    { enable: 'no', inputs, flushers },
    { inputs },
    { flushers },
    { inputs: [], flushers },
    { inputs: null, flushers },
    { inputs: flushers, flushers: inputs },
    { inputs, flushers, global: null, processors: null, aggregators: null, extensions: [] },
    { inputs, flushers, processors: {} },
    { inputs, flushers, processors: [null] },
    { inputs, flushers, task: {} },
    { inputs, flushers, aggregators: [{ Type: 'aggregator_base' }, { Type: 'aggregator_base' }] },
  ]) {
    test(JSON.stringify(pipeline), async () => {
      const [told, done] = await pipelineVerdicts(pipeline)
      assert.equal(told, done)
    })
  }

  test('each setting of global with each kind of value', async () => {
    const { properties } = (schema['properties'] as { global: { allOf: [{ properties: object }] } })
      .global.allOf[0]
    const differences: string[] = []
    for (const name of [...Object.keys(properties), 'Unknown']) {
      for (const value of [...values, 'v2', 2 ** 31 - 1, 2 ** 31, 1_000_001, '10d']) {
        const global = { [name]: value }
        const [told, done] = await pipelineVerdicts({ inputs, flushers, global })
        if (told !== done) differences.push(`${name} ${JSON.stringify(value)}`)
      }
    }
    const times = ['CallTimeout', 'MaxUnackedAge', 'StopTimeout']
    const noTimes = ['""', '"${env:TEXT}"', '"10d"', '"text"', '"v2"']
    assert.deepEqual(
      differences.toSorted(),
      [
        ...times.flatMap((name) => noTimes.map((text) => `${name} ${text}`)),
        'StructureType "${env:TEXT}"',
      ].toSorted(),
    )
  })
})

/** What the schema says of a pipeline with this entry, and what the collector says. */
function verdicts(section: string, entry: Options): Promise<readonly [boolean, boolean]> {
  const others = { inputs: [{ Type: 'service_mock' }], flushers: [{ Type: 'flusher_stdout' }] }
  return pipelineVerdicts({ ...others, [section]: [entry] })
}

async function pipelineVerdicts(pipeline: Options): Promise<readonly [boolean, boolean]> {
  const source = { name: 'sample', file: 'sample.json', text: JSON.stringify(pipeline) }
  const { plan, diagnostics } = await compilePipeline(source, registry, { env })
  // An editor is to show what the collector only leaves out because its type is wrong.
  const leftOut = diagnostics.some(({ code }) => code === 'OPTION_DEFAULTED')
  return [conforms(pipeline, schema, schema), plan !== undefined && !leftOut]
}

/** The options that the plugin's page shows, or else what it needs. */
async function sampleOptions(section: string, type: string): Promise<Options> {
  if (type === 'flusher_file') return { FilePath: 'out.jsonl' }
  const block = pages().find((each) => each.includes(`- Type: ${type}\n`))
  if (block === undefined) return {}
  const missing = ['inputs', 'flushers'].filter((name) => name !== section)
  const rest = missing.map((name) => {
    return `${name}: [{Type: ${name === 'inputs' ? 'service_mock' : 'flusher_stdout'}}]\n`
  })
  const source = { name: 'sample', file: 'sample.yaml', text: block + rest.join('') }
  const { plan, diagnostics } = await compilePipeline(source, registry)
  assert.deepEqual(diagnostics, [])
  const plugins = [...(plan?.inputs ?? []), ...(plan?.processors ?? [])]
  return plugins.find((plugin) => plugin.type === type)?.options ?? {}
}

/** The YAML of the plugins' pages. */
function pages(): readonly string[] {
  const folder = join(root, 'packages/plugins/src')
  return globSync('*/*/README.md', { cwd: folder }).flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8')
    return [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, block = '']) => block)
  })
}

function without(entry: Options, name: string): Options {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name))
}

function swapCase(entry: Options, name: string): Options {
  const swap = (key: string) => (key === name ? key.toLowerCase() : key)
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [swap(key), value]))
}
