import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from '@sluice/plugin/schema'
import { compileProcessor, compileText, places } from './test-support/compile-text.ts'
import { registryWith } from './test-support/sample-registry.ts'

function compileParts(input: string, flusher: string) {
  return compileText(`inputs:\n  - ${input}\nflushers:\n  - ${flusher}\n`)
}

const stdout = '{Type: flusher_stdout}'

test('IntervalMs of a metric input goes to the engine, and to the plugin if it declares it', async () => {
  const engine = await compileParts('{Type: metric_mock, IntervalMs: 200}', stdout)
  assert.equal(engine.plan?.inputs[0]?.intervalMs, 200)
  assert.deepEqual(engine.plan?.inputs[0]?.options, {})
  const both = await compileParts('{Type: metric_own_interval, intervalms: 200}', stdout)
  assert.equal(both.plan?.inputs[0]?.intervalMs, 200)
  assert.deepEqual(both.plan?.inputs[0]?.options, { IntervalMs: 200 })
})

test('IntervalMs must be a whole number of at least one', async () => {
  for (const value of ['0', '1.5', '-5', '5s', '[]', '99999999999']) {
    const { diagnostics } = await compileParts(`{Type: metric_mock, IntervalMs: ${value}}`, stdout)
    assert.deepEqual(places(diagnostics), ['2:37 error OPTION_TYPE_WRONG'], value)
  }
})

test('a wrong IntervalMs that the plugin declares is reported once', async () => {
  const { diagnostics } = await compileParts('{Type: metric_own_interval, IntervalMs: x}', stdout)
  assert.deepEqual(places(diagnostics), ['2:45 error OPTION_TYPE_WRONG'])
})

test('IntervalMs of an input that is not polled has no effect', async () => {
  const { plan, diagnostics } = await compileParts(
    '{Type: input_file, FilePaths: [/a], IntervalMs: 5}',
    stdout,
  )
  assert.deepEqual(places(diagnostics), ['2:41 warning OPTION_WITHOUT_EFFECT'])
  assert.equal(plan?.inputs[0]?.intervalMs, undefined)
})

test('Match routes by event type or by tag', async () => {
  const byType = await compileParts(
    '{Type: metric_mock}',
    '{Type: flusher_stdout, Match: {Type: event_type, Value: trace}}',
  )
  assert.deepEqual(byType.plan?.flushers[0]?.match, { type: 'event_type', value: 'trace' })
  const byTag = await compileParts(
    '{Type: metric_mock}',
    '{Type: flusher_stdout, Match: {Type: tag, Key: k, Value: v, DiscardingTag: true}}',
  )
  assert.deepEqual(byTag.plan?.flushers[0]?.match, {
    type: 'tag',
    key: 'k',
    value: 'v',
    discardingTag: true,
  })
  assert.deepEqual(byTag.plan?.flushers[0]?.options, {})
})

test('every fault of a Match is named with its place', async () => {
  const faults = [
    ['log', '4:35 error OPTION_TYPE_WRONG'],
    ['{Value: log}', '4:35 error OPTION_MISSING'],
    ['{Type: event, Value: log}', '4:42 error OPTION_INVALID'],
    ['{Type: event_type, Value: span}', '4:61 error OPTION_INVALID'],
    ['{Type: event_type, Value: log, Key: a}', '4:66 warning OPTION_UNKNOWN'],
    ['{Type: tag, Key: a, Value: 5}', '4:62 error OPTION_INVALID'],
    ['{Type: tag, Value: a}', '4:35 error OPTION_MISSING'],
    ['{Type: tag, Key: a, Value: b, DiscardingTag: 1}', '4:80 error OPTION_INVALID'],
  ] as const
  for (const [match, place] of faults) {
    const flusher = `{Type: flusher_stdout, Match: ${match}}`
    const { diagnostics } = await compileParts('{Type: metric_mock}', flusher)
    assert.deepEqual(places(diagnostics), [place], match)
  }
})

test('OnError is read, and a flusher cannot pass what it failed to deliver', async () => {
  const config = z.object({})
  for (const choice of ['dead_letter', 'drop', 'pass']) {
    const { plan } = await compileProcessor(`    OnError: ${choice}\n`, registryWith(config))
    assert.equal(plan?.processors[0]?.onError, choice)
  }
  const { diagnostics } = await compileParts(
    '{Type: metric_mock}',
    '{Type: flusher_stdout, OnError: pass}',
  )
  assert.deepEqual(places(diagnostics), ['4:37 error OPTION_INVALID'])
})

test('a plugin that declares an engine key keeps it to itself', async () => {
  const config = z.object({ OnError: z.string() })
  const { plan } = await compileProcessor('    OnError: anything\n', registryWith(config))
  assert.equal(plan?.processors[0]?.onError, 'dead_letter')
  assert.deepEqual(plan?.processors[0]?.parsed, { OnError: 'anything' })
})

test('a misspelt engine key is suggested', async () => {
  const { diagnostics } = await compileProcessor('    OnEror: drop\n', registryWith(z.object({})))
  assert.equal(diagnostics[0]?.hint, 'Did you mean "OnError"?')
})
