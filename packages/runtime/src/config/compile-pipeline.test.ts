import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePipeline } from './compile-pipeline.ts'
import { compileText, places } from './test-support/compile-text.ts'
import { sampleRegistry } from './test-support/sample-registry.ts'

const smallest = 'inputs:\n  - Type: metric_mock\nflushers:\n  - Type: flusher_stdout\n'

test('the smallest pipeline has a plan with defaults', async () => {
  const { plan, diagnostics, disabled } = await compileText(smallest)
  assert.deepEqual(diagnostics, [])
  assert.equal(disabled, false)
  assert.equal(plan?.name, 'sample')
  assert.equal(plan?.aggregator, undefined)
  assert.deepEqual(plan?.processors, [])
  assert.equal(plan?.inputs[0]?.type, 'metric_mock')
  assert.equal(plan?.inputs[0]?.onError, 'dead_letter')
  assert.deepEqual(plan?.inputs[0]?.options, {})
  assert.deepEqual(plan?.flushers[0]?.parsed, { OnlyStdout: false, Tags: false })
  assert.deepEqual(plan?.flushers[0]?.position, { line: 4, column: 11 })
})

test('both formats of the original give the same plan', async () => {
  const inline = await compileText(`${smallest}    OnlyStdout: true\n`)
  const detail = await compileText(
    '{"inputs": [{"type": "metric_mock"}],\n"flushers": [{"type": "flusher_stdout", "detail": {"OnlyStdout": true}}]}',
    { file: 'sample.json' },
  )
  assert.deepEqual(detail.diagnostics, [])
  assert.deepEqual(inline.plan?.flushers[0]?.parsed, detail.plan?.flushers[0]?.parsed)
  assert.equal(
    detail.plan?.flushers[0]?.locate(['OnlyStdout']).path,
    'flushers[0].detail.OnlyStdout',
  )
})

test('the source of a plan compiles to the same plan again', async () => {
  const text = `${smallest}    OnlyStdout: true\n    Match: {Type: tag, Key: a, Value: '\${env:V}'}\n`
  const first = await compileText(text, { env: { V: 'x' } })
  assert.ok(first.plan !== undefined)
  const again = await compilePipeline(structuredClone(first.plan.source), sampleRegistry, {
    env: { V: 'x' },
  })
  assert.equal(JSON.stringify(again.plan), JSON.stringify(first.plan))
})

test('a pipeline that is not enabled is passed over, whatever else it says', async () => {
  const { plan, disabled, diagnostics } = await compileText('enable: false\nfoo: ${env:NOPE}\n')
  assert.deepEqual(
    { plan, disabled, diagnostics },
    { plan: undefined, disabled: true, diagnostics: [] },
  )
})

test('enable must be a boolean', async () => {
  const { plan, diagnostics } = await compileText(`enable: "false"\n${smallest}`)
  assert.equal(plan, undefined)
  assert.deepEqual(places(diagnostics), ['1:9 error OPTION_TYPE_WRONG'])
})

test('inputs and flushers are needed', async () => {
  const { diagnostics } = await compileText('createTime: 5\ninputs: []\n')
  assert.deepEqual(places(diagnostics), ['1:1 error SECTION_MISSING', '2:1 error SECTION_MISSING'])
  assert.deepEqual(
    diagnostics.map(({ path }) => path),
    ['flushers', 'inputs'],
  )
})

test('a section must be a list and its entries maps that name a plugin', async () => {
  const { diagnostics } = await compileText(
    'inputs: {Type: metric_mock}\nflushers:\n  - flusher_stdout\n  - type_: flusher_stdout\n  - Type: [a]\n  -\nprocessors:\n',
  )
  assert.deepEqual(places(diagnostics), [
    '1:9 error OPTION_TYPE_WRONG',
    '3:5 error PLUGIN_TYPE_MISSING',
    '4:5 error PLUGIN_TYPE_MISSING',
    '5:11 error PLUGIN_TYPE_INVALID',
    '6:4 error PLUGIN_TYPE_MISSING',
  ])
  assert.equal(diagnostics[2]?.hint, '"type_": Did you mean "Type"?')
})

test('a file that is no map is refused', async () => {
  assert.deepEqual(places((await compileText('- a\n')).diagnostics), [
    '1:1 error OPTION_TYPE_WRONG',
  ])
})

test('a task is refused, and a version that chooses nothing is pointed out', async () => {
  const { diagnostics } = await compileText(`${smallest}task: {}\nversion: v2\n`)
  assert.deepEqual(places(diagnostics), [
    '5:1 error TASK_UNSUPPORTED',
    '6:1 warning OPTION_WITHOUT_EFFECT',
  ])
  assert.deepEqual((await compileText(`${smallest}version: 3\n`)).diagnostics, [])
})

test('more than one aggregator is an error', async () => {
  const one = await compileText(`${smallest}aggregators: [{Type: aggregator_base}]\n`)
  assert.equal(one.plan?.aggregator?.type, 'aggregator_base')
  const two = await compileText(
    `${smallest}aggregators:\n  - Type: aggregator_base\n  - Type: aggregator_base\n`,
  )
  assert.deepEqual(places(two.diagnostics), ['7:5 error AGGREGATOR_TOO_MANY'])
})

test('extensions need an alias, and an alias of their own', async () => {
  const entry = (ref: string) => `  - {Type: ${ref}, Username: u, Password: p}\n`
  const text = `${smallest}extensions:\n${['a', 'b', 'a'].map((alias) => entry(`ext_basicauth/${alias}`)).join('')}`
  const { diagnostics } = await compileText(text + entry('ext_basicauth'))
  assert.deepEqual(places(diagnostics), [
    '8:5 error EXTENSION_DUPLICATE',
    '9:5 warning EXTENSION_UNREFERENCED',
  ])
  assert.match(diagnostics[0]?.message ?? '', /line 6/)
})

test('a priority is dropped with a warning', async () => {
  const { plan, diagnostics } = await compileText(smallest.replace('mock', 'mock/one#3'))
  assert.deepEqual(places(diagnostics), ['2:11 warning PLUGIN_PRIORITY_IGNORED'])
  assert.equal(plan?.inputs[0]?.alias, 'one')
})

test('an unknown plugin is sought in the other sections too', async () => {
  const { diagnostics } = await compileText(
    `${smallest}processors: [{Type: flusher_stdou}, {Type: x}]\n`,
  )
  assert.deepEqual(
    diagnostics.map(({ hint }) => hint),
    [
      'Did you mean "flusher_stdout"?',
      'Run "sluice plugins ls" for the plugins of this distribution.',
    ],
  )
})

test('a key beside detail is ignored with a warning', async () => {
  const { plan, diagnostics } = await compileText(
    'inputs: [{type: metric_mock, detail: }]\nflushers: [{type: flusher_stdout, detail: {Tags: true}, Tags: false}]\n',
  )
  assert.deepEqual(places(diagnostics), ['2:57 warning OPTION_UNKNOWN'])
  assert.deepEqual(plan?.flushers[0]?.options, { Tags: true })
})

test('of very many problems a thousand are listed and the others counted', async () => {
  const { plan, diagnostics } = await compileText(
    Array.from({ length: 1500 }, (_, i) => `k${i}: 1\n`).join(''),
  )
  assert.equal(plan, undefined)
  assert.equal(diagnostics.length, 1001)
  assert.equal(diagnostics.at(-1)?.severity, 'error')
  assert.match(diagnostics.at(-1)?.message ?? '', /^502 more/)
})
