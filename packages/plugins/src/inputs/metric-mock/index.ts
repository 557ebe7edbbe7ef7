import { defineMetricInput } from '@sluice/plugin'
import { boolean, int, number, object, record, string, union } from '@sluice/plugin/schema'
import { createMetricMock } from './create-metric-mock.ts'

const texts = record(string(), string()).default({})

const config = object({
  Tags: texts.describe('Tags of every log or metric.'),
  Fields: record(string(), union([string(), number(), boolean()]))
    .default({})
    .describe('Fields of every log, or values of the second metric.'),
  GroupMeta: texts.describe('Metadata of the group; v2 only.'),
  GroupTags: texts.describe('Tags of the group; v2 only.'),
  Index: int().default(0).describe('Number that `Index` counts on from.'),
  OpenPrometheusPattern: boolean()
    .default(false)
    .describe('Make metrics carried by logs (`__name__`, `__labels__` …); v1 only.'),
})

export default defineMetricInput({
  type: 'metric_mock',
  description: 'Makes a numbered log, or two metrics, at each poll.',
  stability: 'stable',
  compat: 'extended',
  config,
  setup: createMetricMock,
})
