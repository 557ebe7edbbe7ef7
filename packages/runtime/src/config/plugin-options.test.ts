import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from '@sluice/plugin/schema'
import type { DefinitionView } from './definition-view.ts'
import { compileProcessor, compileText, places } from './test-support/compile-text.ts'
import { registryWith, sampleRegistry } from './test-support/sample-registry.ts'

const nested = z.object({
  Name: z.string(),
  Count: z.int().default(1),
  Rules: z.array(z.object({ From: z.string(), To: z.string().optional() })).default([]),
  Labels: z.record(z.string(), z.string()).default({}),
})

test('extended plugins match keys in any case, in nested objects and lists too, but not in maps', async () => {
  const registry = registryWith(nested, 'extended')
  const { plan, diagnostics } = await compileProcessor(
    '    NAME: some\n    rules: [{from: a, TO: b}]\n    labels: {from: x, FROM: z}\n',
    registry,
  )
  assert.deepEqual(diagnostics, [])
  assert.deepEqual(plan?.processors[0]?.options, {
    Name: 'some',
    Rules: [{ From: 'a', To: 'b' }],
    Labels: { from: 'x', FROM: 'z' },
  })
})

test('native plugins and plugins of our own match keys exactly', async () => {
  const native = await compileProcessor(
    '    Name: some\n    count: 2\n',
    registryWith(nested, 'native'),
  )
  assert.deepEqual(places(native.diagnostics), ['8:5 warning OPTION_UNKNOWN'])
  assert.equal(native.diagnostics[0]?.hint, 'Did you mean "Count"?')
  assert.deepEqual(native.plan?.processors[0]?.options, { Name: 'some' })
  const own = await compileProcessor('    Name: some\n    count: 2\n', registryWith(nested))
  assert.deepEqual(places(own.diagnostics), ['8:5 error OPTION_UNKNOWN'])
})

test('two spellings of one option are an error', async () => {
  const { diagnostics } = await compileProcessor(
    '    Name: some\n    name: more\n',
    registryWith(nested, 'extended'),
  )
  assert.deepEqual(places(diagnostics), ['8:5 error OPTION_DUPLICATE'])
})

test('an empty value of an extended plugin is an absent one', async () => {
  const { plan, diagnostics } = await compileProcessor(
    '    Name: some\n    Count:\n',
    registryWith(nested, 'extended'),
  )
  assert.deepEqual(diagnostics, [])
  assert.deepEqual(plan?.processors[0]?.parsed, { Name: 'some', Count: 1, Rules: [], Labels: {} })
})

test('a native option of the wrong type falls back to its default when it is optional', async () => {
  const registry = registryWith(nested, 'native')
  const { plan, diagnostics } = await compileProcessor(
    '    Name: some\n    Count: "2"\n    Rules: [{From: a, To: 5}]\n    Labels: {a: 1}\n',
    registry,
  )
  assert.deepEqual(places(diagnostics), [
    '8:12 warning OPTION_DEFAULTED',
    '9:27 warning OPTION_DEFAULTED',
    '10:17 warning OPTION_DEFAULTED',
  ])
  assert.match(diagnostics[2]?.message ?? '', /the default of Labels is used/)
  assert.deepEqual(plan?.processors[0]?.parsed, {
    Name: 'some',
    Count: 1,
    Rules: [{ From: 'a' }],
    Labels: {},
  })
})

test('a mandatory native option of the wrong type, and a wrong value of any, is an error', async () => {
  const registry = registryWith(nested.extend({ Count: z.int().min(1).default(1) }), 'native')
  const { diagnostics } = await compileProcessor('    Name: 5\n    Count: 0\n', registry)
  assert.deepEqual(places(diagnostics), [
    '7:11 error OPTION_TYPE_WRONG',
    '8:12 error OPTION_INVALID',
  ])
})

test('a missing nested option is reported at the object that lacks it', async () => {
  const { diagnostics } = await compileProcessor(
    '    Name: some\n    Rules:\n      - To: b\n',
    registryWith(nested, 'extended'),
  )
  assert.deepEqual(places(diagnostics), ['9:9 error OPTION_MISSING'])
  assert.equal(diagnostics[0]?.path, 'processors[0].Rules[0].From')
})

test('plain JSON Schema of another library serves as well', async () => {
  const config: DefinitionView['config'] = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => ({ value }),
      jsonSchema: {
        input: () => ({
          allOf: [{ $ref: '#/$defs/base' }, { properties: { Extra: { type: 'string' } } }],
          $defs: { base: { type: 'object', properties: { Base: { $ref: '#/$defs/base' } } } },
        }),
        output: () => ({}),
      },
    },
  }
  const { diagnostics } = await compileProcessor(
    '    Base: {Base: {Bas: 1}}\n    Extra: x\n',
    registryWith(config),
  )
  assert.deepEqual(places(diagnostics), ['7:19 error OPTION_UNKNOWN'])
  assert.equal(diagnostics[0]?.path, 'processors[0].Base.Base.Bas')
})

test('a schema that accepts anything is left alone', async () => {
  const { plan, diagnostics } = await compileProcessor('    a: {b: 1}\n', registryWith(z.any()))
  assert.deepEqual(diagnostics, [])
  assert.deepEqual(plan?.processors[0]?.parsed, { a: { b: 1 } })
})

test('a schema that throws, and one without JSON Schema, is the fault of the plugin', async () => {
  const throwing = z.object({ Name: z.string() }).refine(() => {
    throw new Error('boom')
  })
  const thrown = await compileProcessor('    Name: some\n', registryWith(throwing))
  assert.deepEqual(places(thrown.diagnostics), ['6:11 error PLUGIN_SCHEMA_BROKEN'])
  const opaque = await compileProcessor(
    '    Name: some\n',
    registryWith(z.object({ Name: z.date() })),
  )
  assert.deepEqual(places(opaque.diagnostics), ['6:11 error PLUGIN_SCHEMA_BROKEN'])
})

test('an asynchronous schema is awaited', async () => {
  const config = z.object({ Name: z.string().refine(async (name) => name === 'right') })
  const { diagnostics } = await compileProcessor('    Name: wrong\n', registryWith(config))
  assert.deepEqual(places(diagnostics), ['7:11 error OPTION_INVALID'])
})

test('a very wrong entry is reported in part', async () => {
  const items = Array.from({ length: 80 }, (_, i) => i).join(', ')
  const config = z.object({ Names: z.array(z.string()) })
  const { diagnostics } = await compileProcessor(`    Names: [${items}]\n`, registryWith(config))
  assert.equal(diagnostics.length, 51)
  assert.match(diagnostics[0]?.message ?? '', /^30 more faults/)
})

test('the place of an option is known after loading', async () => {
  const text =
    'inputs:\n  - Type: metric_mock\n    tags:\n      a: b\nflushers: [{Type: flusher_stdout}]\n'
  const { plan } = await compileText(text, { registry: sampleRegistry })
  const input = plan?.inputs[0]
  assert.deepEqual(input?.locate(['Tags', 'a']), { line: 4, column: 10, path: 'inputs[0].Tags.a' })
  assert.deepEqual(input?.locate(['Tags', 'z']), { line: 3, column: 5, path: 'inputs[0].Tags.z' })
  assert.deepEqual(input?.locate(['Index']), { line: 2, column: 11, path: 'inputs[0].Index' })
})
