import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileText, places } from './test-support/compile-text.ts'

function compileGlobal(options: string) {
  return compileText(
    `global: ${options}\ninputs: [{Type: metric_mock}]\nflushers: [{Type: flusher_stdout}]\n`,
  )
}

test('everything has a default', async () => {
  const { plan } = await compileGlobal('')
  assert.deepEqual(plan?.settings, {
    structureType: 'v1',
    inputIntervalMs: 1000,
    inputMaxFirstCollectDelayMs: 10_000,
    aggregateIntervalMs: 3000,
    defaultLogQueueSize: 1000,
    defaultLogGroupQueueSize: 4,
    enableTimestampNanosecond: false,
    usingOldContentTag: false,
    pipelineMetaTagKey: {},
    maxUnackedAgeMs: 600_000,
    callTimeoutMs: 30_000,
    stopTimeoutMs: 30_000,
  })
})

test('options are read in any case and with their other names', async () => {
  const { plan, diagnostics } = await compileGlobal(`
  structuretype: V2
  INPUTINTERVALMS: 500
  AggregateIntervalMs: 10
  AgentMetaTagKey: {HOST_IP: ''}
  PipelineMetaTagKey: {HOST_NAME: __default__}
  MaxUnackedAge: 1m30s
  CallTimeout: 5000000000
  StopTimeout: 500ms`)
  assert.deepEqual(diagnostics, [])
  const { settings } = plan ?? {}
  assert.equal(settings?.structureType, 'v2')
  assert.equal(settings?.inputIntervalMs, 500)
  assert.equal(settings?.aggregateIntervalMs, 10)
  assert.deepEqual(settings?.agentEnvMetaTagKey, { HOST_IP: '' })
  assert.deepEqual(settings?.pipelineMetaTagKey, { HOST_NAME: '__default__' })
  assert.equal(settings?.maxUnackedAgeMs, 90_000)
  assert.equal(settings?.callTimeoutMs, 5000)
  assert.equal(settings?.stopTimeoutMs, 500)
})

test('a wrong value is an error that says what is expected', async () => {
  const wrong = [
    ['StructureType', 'v3', /"v1" or "v2"; found the string "v3"/],
    ['InputIntervalMs', '0', /whole number from 1/],
    ['InputIntervalMs', '"5"', /found the string "5"/],
    ['DefaultLogQueueSize', '1000001', /to 1000000/],
    ['EnableTimestampNanosecond', '1', /true or false; found the number 1/],
    ['PipelineMetaTagKey', '{a: 1}', /map of strings; found a map/],
    ['MaxUnackedAge', '5', /nanoseconds\); found the number 5/],
    ['StopTimeout', 'soon', /duration such as '30s'/],
    ['CallTimeout', '0', /duration/],
  ] as const
  for (const [name, value, wording] of wrong) {
    const { plan, diagnostics } = await compileGlobal(`{${name}: ${value}}`)
    assert.equal(plan, undefined)
    assert.deepEqual(places(diagnostics), [`1:${12 + name.length} error OPTION_TYPE_WRONG`])
    assert.match(diagnostics[0]?.message ?? '', wording)
  }
})

test('options of the original without effect are accepted with a warning', async () => {
  const { plan, diagnostics } = await compileGlobal('{flushintervalms: 3000, TopicType: none}')
  assert.ok(plan !== undefined)
  assert.deepEqual(places(diagnostics), [
    '1:10 warning OPTION_WITHOUT_EFFECT',
    '1:33 warning OPTION_WITHOUT_EFFECT',
  ])
})

test('an unknown option is a warning with the nearest name, the same one twice an error', async () => {
  const { diagnostics } = await compileGlobal(
    '{InputInterval: 5, AggregatIntervalMs: 1, AggregateIntervalMs: 1}',
  )
  assert.deepEqual(places(diagnostics), ['1:10 warning KEY_UNKNOWN', '1:51 error OPTION_DUPLICATE'])
  assert.equal(diagnostics[0]?.hint, 'Did you mean "InputIntervalMs"?')
})

test('global must be a map', async () => {
  assert.deepEqual(places((await compileGlobal('[]')).diagnostics), ['1:9 error OPTION_TYPE_WRONG'])
})
