import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, defineExtension, defineFlusher, type PluginContext } from '@sluice/plugin'
import { int, object } from '@sluice/plugin/schema'
import type { LoadError } from '@sluice/testkit'
import { Feed, Sink } from './test-support/small-plugins.ts'
import { startPipeline } from './test-support/start-pipeline.ts'

const common = { description: 'Made for a test.', stability: 'stable' } as const

interface Counter {
  readonly id: string
  readonly size: number
  next(): number
}

const counting = defineExtension({
  ...common,
  type: 'ext_counter',
  config: object({ Size: int().max(100).default(1) }),
  setup({ Size }, { pluginId, checkpoints }): Counter {
    if (Size === 13) throw new ConfigError(['Size'], 'must not be 13', 'Take 14.')
    void checkpoints.set('size', String(Size))
    let number = 0
    return { id: pluginId, size: Size, next: () => ++number }
  },
})

/** A flusher whose setup does what the test says with its context. */
function asking(name: string, ask: (context: PluginContext) => Promise<unknown>) {
  return defineFlusher({
    ...common,
    type: `flusher_${name}`,
    async setup(_, context) {
      await ask(context)
      return { v1: { flush() {} } }
    },
  })
}

test('all who name type and alias share one instance', async () => {
  const numbers: number[] = []
  const ask = async (context: PluginContext): Promise<void> => {
    const shared = await context.extension<Counter>('ext_counter/main')
    numbers.push(shared.next())
  }
  await using run = await startPipeline({
    inputs: [new Feed().definition],
    flushers: [asking('one', ask), asking('two', ask)],
    extensions: [
      [counting, { alias: 'main', Size: 5 }],
      [counting, { alias: 'other' }],
    ],
  })
  assert.deepEqual(numbers, [1, 2])
  assert.equal(run.warnings.length, 0)
})

test('who names the type alone is given an instance of its own, with its options and an id of its own', async () => {
  const found: Counter[] = []
  const ask = async (context: PluginContext): Promise<void> => {
    found.push(await context.extension<Counter>('ext_counter', { Size: 7 }))
    found.push(await context.extension('ext_counter'))
  }
  await using run = await startPipeline({
    inputs: [[new Feed().definition, { alias: 'main' }]],
    flushers: [[asking('one', ask), { alias: 'x', OnError: 'drop' }]],
    extensions: [[counting, { alias: 'main', Size: 5 }]],
  })
  assert.deepEqual(
    found.map((each) => [each.id, each.size, each.next()]),
    [
      ['ext_counter/1', 7, 1],
      ['ext_counter/2', 1, 1],
    ],
  )
  await run.clock.advance(0)
  assert.deepEqual([...run.checkpoints.keys()].toSorted(), [
    'ext_counter/1\nsize',
    'ext_counter/2\nsize',
    'ext_counter/main\nsize',
  ])
})

test('an entry without an alias is nobody’s: naming the type gives an instance of one’s own', async () => {
  let found: Counter | undefined
  await using run = await startPipeline({
    inputs: [new Feed().definition],
    flushers: [asking('one', async (context) => (found = await context.extension('ext_counter')))],
    extensions: [[counting, { Size: 5 }]],
  })
  assert.equal(found?.size, 1)
  assert.equal(run.warnings[0]?.code, 'EXTENSION_UNREFERENCED')
})

const failures: readonly (readonly [string, string, object, RegExp, string | undefined])[] = [
  ['an alias that is not there', 'ext_counter/mian', {}, /no extension ext_counter\/mian/, 'main'],
  ['a type that is not there', 'ext_countr', {}, /no extension ext_countr /, 'ext_counter'],
  [
    'options of the wrong type',
    'ext_counter',
    { Size: 'x' },
    /options of the extension ext_counter are wrong/,
    undefined,
  ],
  [
    'options its setup refuses',
    'ext_counter',
    { Size: 13 },
    /ext_counter: must not be 13/,
    'Take 14.',
  ],
]
for (const [what, name, options, message, hint] of failures) {
  test(`an extension that cannot be had is an error at the plugin that asked for it: ${what}`, async () => {
    const ask = (context: PluginContext): Promise<unknown> =>
      context.extension(name, { ...options })
    const starting = startPipeline({
      inputs: [[new Feed().definition, { alias: 'in' }]],
      flushers: [new Sink().definition, [asking('one', ask), { OnError: 'drop' }]],
      extensions: [[counting, { alias: 'main' }]],
    })
    await assert.rejects(starting, (error: LoadError) => {
      const [diagnostic] = error.diagnostics
      assert.equal(diagnostic?.path, 'flushers[1]')
      assert.match(diagnostic.message, /^flusher_one: /)
      assert.match(diagnostic.message, message)
      if (hint !== undefined) assert.ok(diagnostic.hint?.includes(hint))
      return true
    })
  })
}

test('a ConfigError is reported at the option it names', async () => {
  const starting = startPipeline({
    inputs: [new Feed().definition],
    flushers: [new Sink().definition],
    extensions: [[counting, { alias: 'main', Size: 13 }]],
  })
  await assert.rejects(starting, (error: LoadError) => {
    const [{ path, message, hint } = { path: '', message: '', hint: '' }] = error.diagnostics
    assert.deepEqual(
      [path, message, hint],
      ['extensions[0].Size', 'ext_counter: must not be 13', 'Take 14.'],
    )
    return true
  })
})
