import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { defineMetricInput, defineProcessor } from '@sluice/plugin'
import * as z from '@sluice/plugin/schema'
import { builtins } from '@sluice/plugins'
import { compilePipeline, createRegistry, pipelineSchema } from '@sluice/runtime'
import { conforms } from './support/conforms.ts'

type Options = Readonly<Record<string, unknown>>

const tree = z.object({
  Name: z.string(),
  get Children() {
    return z.array(tree).optional()
  },
})

const config = z.object({
  Host: z.string(),
  Level: z.enum(['info', 'warn']).default('info'),
  Code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  Token: z.secret().optional(),
  Wait: z.duration('5s'),
  Most: z.size('1MB'),
  Port: z.int().min(1).max(65_535).default(80),
  Ratio: z.number().optional(),
  Labels: z.record(z.string(), z.string()).default({}),
  Rules: z.array(z.object({ From: z.string(), Keep: z.boolean().default(true) })).default([]),
  Strategy: z
    .discriminatedUnion('Kind', [
      z.object({ Kind: z.literal('fast'), Speed: z.int() }),
      z.strictObject({ Kind: z.literal('slow'), Delay: z.duration() }),
    ])
    .optional(),
  Tree: tree.optional(),
})
const about = { description: 'Mine.', stability: 'alpha' } as const
const setup = () => ({ v1: { processLogs: (logs: never) => logs } })
const definitions = [
  defineProcessor({ ...about, type: 'processor_mine', config, setup }),
  defineProcessor({ ...about, type: 'processor_like_go', compat: 'extended', config, setup }),
  defineProcessor({ ...about, type: 'processor_like_c', compat: 'native', config, setup }),
  defineProcessor({ ...about, type: 'processor_bare', setup }),
  defineProcessor({
    ...about,
    type: 'processor_open',
    config: z.record(z.string(), z.int()),
    setup,
  }),
  defineProcessor({
    ...about,
    type: 'processor_either',
    config: z.union([z.strictObject({ A: z.int() }), z.object({ B: z.string() })]),
    setup,
  }),
  defineMetricInput({
    ...about,
    type: 'metric_mine',
    config: z.object({ IntervalMs: z.int().min(100).default(500) }),
    setup: () => ({ v1: { collect() {} } }),
  }),
]
const registry = createRegistry([
  { origin: '@sluice/plugins', definitions: [...builtins] },
  { origin: './mine.ts', definitions },
])
const schema = pipelineSchema(registry)

/** What both the schema and the collector have to say of entries of `processors`. */
const cases: Readonly<Record<string, readonly (readonly [Options, boolean])[]>> = {
  processor_mine: [
    [{ Host: 'a' }, true],
    [{}, false],
    [{ Host: 'a', Unknown: 1 }, false],
    [{ Host: 'a', port: 1 }, false],
    [{ Host: 'a', Level: 'warn', OnError: 'drop' }, true],
    [{ Host: 'a', Level: 'wran' }, false],
    [{ Host: '${env:HOST}', Level: '${env:LEVEL}', Code: '${env:CODE}' }, true],
    [{ Host: 'a', Code: 'abc' }, false],
    [{ Host: 'a', Token: '${env:HOST}' }, true],
    [{ Host: 'a', Token: '' }, false],
    [{ Host: 'a', Wait: '1m30s', Most: 1024 }, true],
    [{ Host: 'a', Wait: true }, false],
    [{ Host: 'a', Port: 65_536 }, false],
    [{ Host: 'a', Port: '${env:PORT}' }, false],
    [{ Host: 'a', Port: null }, false],
    [{ Host: 'a', Ratio: 0.5 }, true],
    [{ Host: 'a', Labels: { any: 'text' } }, true],
    [{ Host: 'a', Labels: { any: 5 } }, false],
    [{ Host: 'a', Rules: [{ From: 'x', Keep: false }] }, true],
    [{ Host: 'a', Rules: [{ From: 'x', Kepe: false }] }, false],
    [{ Host: 'a', Rules: [{}] }, false],
    [{ Host: 'a', Strategy: { Kind: 'fast', Speed: 1 } }, true],
    [{ Host: 'a', Strategy: { Kind: 'slow', Delay: '1s' } }, true],
    [{ Host: 'a', Strategy: { Kind: 'slow', Speed: 1 } }, false],
    [{ Host: 'a', Strategy: { Kind: 'fast', Speed: 1, Other: 1 } }, false],
    [{ Host: 'a', Tree: { Name: 'x', Children: [{ Name: 'y', Children: [] }] } }, true],
    [{ Host: 'a', Tree: { Name: 'x', Children: [{ Nmae: 'y' }] } }, false],
    [{ Host: 'a', Tree: { Name: 'x', Children: [{ Name: 'y', Other: 1 }] } }, false],
    [{ Host: 'a', Match: {} }, false],
  ],
  processor_like_go: [
    [{ host: 'a', PORT: 5, unknown: 1, rules: [{ FROM: 'x' }] }, true],
    [{ Host: 'a', Port: null, Level: null, Strategy: null, Tree: null, Wait: null }, true],
    [{ Host: 'a', Rules: [{ from: 'x', Keep: null }] }, true],
    [{ Host: 'a', Rules: [{ keep: true }] }, false],
    [{ Host: null }, false],
    [{ port: 5 }, false],
    [{ Host: 'a', Strategy: { Kind: 'fast', Speed: 1, Other: 1 } }, true],
  ],
  processor_like_c: [
    [{ Host: 'a', Unknown: 1, Rules: [{ From: 'x', Other: 1 }] }, true],
    [{ host: 'a' }, false],
    [{ Host: 'a', Port: 0 }, false],
  ],
  processor_bare: [
    [{}, true],
    [{ OnError: 'pass' }, true],
    [{ Any: 1 }, false],
  ],
  processor_open: [
    [{ any: 1, OnError: 'pass' }, true],
    [{ any: 'text' }, false],
  ],
  processor_either: [
    [{ A: 1, OnError: 'drop' }, true],
    [{ B: 'text' }, true],
    [{ B: 5 }, false],
    [{ C: 1 }, false],
    [{}, false],
  ],
}

suite('the schema of a distribution with plugins of one’s own', () => {
  for (const [type, entries] of Object.entries(cases)) {
    for (const [options, expected] of entries) {
      const verdict = expected ? 'accepts' : 'refuses'
      test(`${verdict} ${type} ${JSON.stringify(options)}, as the collector does`, async () => {
        const inline = { Type: type, ...options }
        for (const entry of [inline, { type, detail: options }]) {
          assert.deepEqual(await verdicts({ processors: [entry] }), [expected, expected])
        }
      })
    }
  }

  test('an engine key that a plugin has itself is the plugin’s', async () => {
    for (const [IntervalMs, expected] of [
      [100, true],
      [99, false],
      ['1s', false],
    ] as const) {
      const inputs = [{ Type: 'metric_mine', IntervalMs }]
      assert.deepEqual(await verdicts({ inputs }), [expected, expected])
    }
  })
})

/** What the schema says of a pipeline, and what the collector says. */
async function verdicts(sections: Options): Promise<readonly [boolean, boolean]> {
  const others = { inputs: [{ Type: 'service_mock' }], flushers: [{ Type: 'flusher_stdout' }] }
  const pipeline = { ...others, ...sections }
  const source = { name: 'sample', file: 'sample.json', text: JSON.stringify(pipeline) }
  const env = { CODE: 'ABC', HOST: 'a', LEVEL: 'warn', PORT: '80' }
  const { plan } = await compilePipeline(source, registry, { env })
  return [conforms(pipeline, schema, schema), plan !== undefined]
}
