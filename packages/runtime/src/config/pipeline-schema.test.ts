import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineFlusher, defineMetricInput, defineProcessor } from '@sluice/plugin'
import * as z from '@sluice/plugin/schema'
import { createRegistry } from '../registry/registry.ts'
import type { JsonSchema } from './option-schema.ts'
import { pipelineSchema } from './pipeline-schema.ts'
import { pluginReference } from './plugin-reference.ts'

const about = { description: 'Does `nothing`.', stability: 'alpha' } as const
const setup = () => ({ v1: { processLogs: (logs: never) => logs } })

function processor(type: string, config: z.ZodType) {
  return defineProcessor({ ...about, type, config, setup })
}

const flusher = defineFlusher({
  ...about,
  type: 'flusher_mine',
  setup: () => ({ v1: { flush() {} } }),
})
const input = defineMetricInput({
  ...about,
  type: 'metric_mine',
  setup: () => ({ v1: { collect() {} } }),
})

function schemaOf(...definitions: readonly unknown[]): JsonSchema {
  return pipelineSchema(createRegistry([{ origin: './mine.ts', definitions }]))
}

function definitionsOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return schema['$defs'] as Readonly<Record<string, JsonSchema>>
}

test('the same plugins give the same text, whatever order they are listed in', () => {
  const one = schemaOf(
    input,
    flusher,
    processor('processor_b', z.object({})),
    processor('processor_a', z.object({})),
  )
  const other = schemaOf(
    processor('processor_a', z.object({})),
    flusher,
    processor('processor_b', z.object({})),
    input,
  )
  assert.equal(JSON.stringify(one), JSON.stringify(other))
})

test('a type comes with what the plugin says of itself and where it is from', () => {
  const definitions = definitionsOf(schemaOf(processor('processor_a', z.object({}))))
  const types = definitions['processors-type'] as { anyOf: readonly JsonSchema[] }
  const [first] = types.anyOf
  assert.equal(first?.['const'], 'processor_a')
  assert.equal(first?.['markdownDescription'], 'Does `nothing`.\n\nalpha, from `./mine.ts`')
})

test('every reference leads somewhere, also out of schemas that refer to parts of themselves', () => {
  const tree = z.object({
    Name: z.string(),
    get Children() {
      return z.array(tree)
    },
  })
  const named = z.object({ 'a/b~c': z.string() }).meta({ id: 'named/part' })
  const schema = schemaOf(
    processor('processor_tree', tree),
    processor('processor_named', z.object({ One: named, Two: z.array(named) })),
    input,
    flusher,
  )
  const references = findAll('$ref', schema).map(String)
  assert.ok(references.length > 8)
  for (const reference of references) {
    const target = reference
      .split('/')
      .slice(1)
      .reduce<unknown>((at, step) => {
        const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
        return (at as JsonSchema | undefined)?.[key]
      }, schema)
    assert.equal(typeof target, 'object', reference)
  }
})

test('a section without plugins takes none, and no list of choices is empty', () => {
  const schema = schemaOf(flusher)
  const { extensions, inputs } = schema['properties'] as Readonly<Record<string, JsonSchema>>
  assert.equal(extensions?.['maxItems'], 0)
  assert.equal(inputs?.['maxItems'], 0)
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const parts of findAll(keyword, schema)) assert.notDeepEqual(parts, [])
  }
})

test('plugins of two sections may have one name', () => {
  const same = { ...flusher, type: 'both' }
  const definitions = definitionsOf(
    schemaOf(same, processor('both', z.object({ Key: z.string() }))),
  )
  assert.deepEqual(
    Object.keys(definitions).filter((name) => name.endsWith('both')),
    ['both', 'flushers-both'],
  )
  assert.ok('OnError' in propertiesOf(definitions['both']))
  assert.ok('Match' in propertiesOf(definitions['flushers-both']))
})

test('a plugin whose options have no JSON Schema is named', () => {
  const broken = processor('processor_broken', z.object({ When: z.date() }))
  for (const describe of [pipelineSchema, pluginReference]) {
    assert.throws(() => describe(createRegistry([{ origin: './mine.ts', definitions: broken }])), {
      code: 'PLUGIN_SCHEMA_BROKEN',
      message: /^the config schema of processor_broken gives no JSON Schema: Date /,
    })
  }
})

function propertiesOf(schema: JsonSchema | undefined): object {
  return schema?.['properties'] ?? {}
}

/** The values of a keyword, wherever it stands. */
function findAll(keyword: string, value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    return key === keyword ? [each, ...findAll(keyword, each)] : findAll(keyword, each)
  })
}
