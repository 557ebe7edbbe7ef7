import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ConfigError,
  DEFINITION_TAG,
  defineAggregator,
  defineExtension,
  defineFlusher,
  defineMetricInput,
  defineProcessor,
  defineServiceInput,
  isDefinition,
  PermanentError,
  PLUGIN_API_VERSION,
} from './index.ts'

const said = { type: 'x', description: 'd', stability: 'beta' } as const

test('each helper makes a frozen definition of its kind, with the version of the API', () => {
  const definitions = [
    defineServiceInput({ ...said, replay: 'sender', setup: () => ({ v1: { start() {} } }) }),
    defineMetricInput({ ...said, setup: () => ({ v1: { collect() {} } }) }),
    defineProcessor({ ...said, events: ['log'], setup: () => ({ v2: { process() {} } }) }),
    defineAggregator({ ...said, setup: () => ({ v1: { add() {}, flush: () => [] } }) }),
    defineFlusher({ ...said, requires: { mysql2: '^3' }, setup: () => ({ v1: { flush() {} } }) }),
    defineExtension({ ...said, setup: () => ({}) }),
  ]
  const kinds = ['service_input', 'metric_input', 'processor', 'aggregator', 'flusher', 'extension']
  assert.deepEqual(
    definitions.map(({ kind }) => kind),
    kinds,
  )
  for (const definition of definitions) {
    assert.ok(isDefinition(definition))
    assert.ok(Object.isFrozen(definition))
    assert.equal(definition[DEFINITION_TAG], PLUGIN_API_VERSION)
    assert.equal(definition.description, 'd')
  }
  assert.deepEqual([definitions[0]?.replay, definitions[4]?.requires], ['sender', { mysql2: '^3' }])
})

test('a plugin without options takes an empty object and says so in its JSON Schema', async () => {
  const { config } = defineExtension({ ...said, setup: () => ({}) })
  assert.deepEqual(await config['~standard'].validate({}), { value: {} })
  const schema = { type: 'object', properties: {}, additionalProperties: false }
  assert.deepEqual(config['~standard'].jsonSchema.input({ target: 'draft-2020-12' }), schema)
})

test('nothing else is a definition', () => {
  for (const value of [
    undefined,
    null,
    1,
    {},
    { kind: 'processor' },
    { [DEFINITION_TAG]: '0.1.0' },
    () => {},
  ]) {
    assert.ok(!isDefinition(value))
  }
})

test('errors carry a code, a hint and what caused them', () => {
  const cause = new Error('why')
  const refused = new PermanentError('no', { hint: 'do this', cause })
  assert.deepEqual(
    [refused.code, refused.hint, refused.cause],
    ['DELIVERY_PERMANENT', 'do this', cause],
  )
  const wrong = new ConfigError(['Keys', 2], 'bad')
  assert.deepEqual(
    [wrong.code, wrong.path, wrong.hint],
    ['CONFIG_OPTION_INVALID', ['Keys', 2], undefined],
  )
})
