import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DEFINITION_TAG,
  defineFlusher,
  defineMetricInput,
  defineProcessor,
  type PluginDefinition,
} from '@sluice/plugin'
import { isCompatible } from './api-version.ts'
import { createRegistry } from './registry.ts'

const processor = defineProcessor({
  type: 'processor_x',
  description: 'Does nothing.',
  stability: 'stable',
  setup: () => ({ v1: { processLogs: (logs) => logs } }),
})
const flusher = defineFlusher({
  type: 'flusher_x',
  description: 'Delivers nowhere.',
  stability: 'stable',
  setup: () => ({ v1: { flush() {} } }),
})
const input = defineMetricInput({
  type: 'metric_x',
  description: 'Reads nothing.',
  stability: 'stable',
  setup: () => ({ v1: { collect() {} } }),
})

test('finds plugins by section and name, from one definition or an array of them', () => {
  const registry = createRegistry([
    { origin: 'a', definitions: [processor, flusher] },
    { origin: 'b', definitions: input },
  ])
  assert.equal(registry.get('processors', 'processor_x'), processor)
  assert.equal(registry.get('flushers', 'processor_x'), undefined)
  assert.equal(registry.origin('inputs', 'metric_x'), 'b')
  assert.deepEqual(registry.types('inputs'), ['metric_x'])
  assert.deepEqual(
    registry.all().map(({ definition }) => definition.type),
    ['flusher_x', 'metric_x', 'processor_x'],
  )
})

test('names both origins of a duplicate', () => {
  const entries = ['@a/plugins', './mine.ts'].map((origin) => ({ origin, definitions: processor }))
  assert.throws(() => createRegistry(entries), {
    code: 'PLUGIN_DUPLICATE',
    message: 'processor_x is defined twice: by @a/plugins and by ./mine.ts',
  })
})

const refused: readonly (readonly [string, unknown, string])[] = [
  ['nothing', undefined, 'PLUGIN_NOT_A_DEFINITION'],
  ['a function', () => {}, 'PLUGIN_NOT_A_DEFINITION'],
  ['an array with something else', [processor, {}], 'PLUGIN_NOT_A_DEFINITION'],
  ['an unknown kind', { ...processor, kind: 'sink' }, 'PLUGIN_KIND_UNKNOWN'],
  ['a name of another kind', { ...processor, type: 'flusher_x' }, 'PLUGIN_KIND_CONTRADICTS'],
  ['an input named so', { ...input, type: 'processor_x' }, 'PLUGIN_KIND_CONTRADICTS'],
  ['a newer API', { ...processor, [DEFINITION_TAG]: '0.2.0' }, 'PLUGIN_API_INCOMPATIBLE'],
  ['no version', { ...processor, [DEFINITION_TAG]: undefined }, 'PLUGIN_API_INCOMPATIBLE'],
  ['a name in capitals', { ...processor, type: 'Processor-X' }, 'PLUGIN_TYPE_INVALID'],
  ['no name', { ...processor, type: undefined }, 'PLUGIN_TYPE_INVALID'],
  ['no setup', { ...processor, setup: undefined }, 'PLUGIN_INCOMPLETE'],
  ['no schema', { ...processor, config: {} }, 'PLUGIN_INCOMPLETE'],
]
for (const [what, definitions, code] of refused) {
  test(`refuses ${what}, naming the origin`, () => {
    assert.throws(() => createRegistry([{ origin: './x.ts', definitions }]), {
      code,
      message: /\.\/x\.ts/,
    })
  })
}

test('accepts any name that begins with no other kind', () => {
  const inputs = ['metric_x', 'service_x', 'input_x'].map((type) => ({ ...input, type }))
  const others = ['x', 'flusherx', 'my_flusher_x'].map((type) => ({ ...processor, type }))
  const registry = createRegistry([{ origin: 'a', definitions: [...inputs, ...others] }])
  assert.equal(registry.all().length, 6)
})

test('accepts a definition made by another copy of the contract', () => {
  const foreign = { ...processor } as PluginDefinition
  assert.equal(
    createRegistry([{ origin: 'a', definitions: foreign }]).get('processors', 'processor_x'),
    foreign,
  )
})

test('before 1.0 the minor number must be equal, from then on the major', () => {
  const pairs: readonly (readonly [string, string, boolean])[] = [
    ['0.1.0', '0.1.0', true],
    ['0.1.0', '0.1.3', true],
    ['0.1.3', '0.1.0', false],
    ['0.1.0', '0.2.0', false],
    ['1.2.0', '1.3.0', true],
    ['1.3.0', '1.2.9', false],
    ['1.2.9', '1.2.0', true],
    ['1.0.0', '2.0.0', false],
    ['nonsense', '0.1.0', false],
  ]
  for (const [plugin, host, expected] of pairs) {
    assert.equal(isCompatible(plugin, host), expected, `${plugin} on ${host}`)
  }
})
