import {
  counter,
  group,
  type MetricInput,
  type PluginContext,
  toNanoseconds,
  untyped,
} from '@sluice/plugin'
import { metricLog } from '../../shared/metric-log.ts'

type Texts = Readonly<Record<string, string>>

export interface MetricMockOptions {
  readonly Tags: Texts
  readonly Fields: Readonly<Record<string, string | number | boolean>>
  readonly GroupMeta: Texts
  readonly GroupTags: Texts
  readonly Index: number
  readonly OpenPrometheusPattern: boolean
}

export function createMetricMock(
  { Tags, Fields, GroupMeta, GroupTags, Index, OpenPrometheusPattern }: MetricMockOptions,
  { clock }: PluginContext,
): MetricInput {
  const texts = Object.fromEntries(
    Object.entries(Fields).map(([key, value]) => [key, String(value)]),
  )
  const labels = { ...Tags, ...texts }
  const { numbers, others } = partition(Fields)
  let index = Index
  return {
    v1: {
      async collect(collector) {
        index++
        if (OpenPrometheusPattern) {
          const time = toNanoseconds(clock.now())
          await collector.addRawLog(metricLog('metrics_mock', index, { time, labels }))
        } else {
          await collector.addData(Tags, { Index: String(index), ...texts })
        }
      },
    },
    v2: {
      async read({ collector }) {
        index++
        const init = { time: clock.now(), tags: Tags }
        const values = { Index: index, ...numbers }
        await collector.collect(
          group(GroupTags, GroupMeta),
          counter('single_metrics_mock', index, init),
          untyped('multi_values_metrics_mock', values, { ...init, typedValues: others }),
        )
      },
    },
  }
}

function partition(fields: MetricMockOptions['Fields']) {
  const numbers: Record<string, number> = {}
  const others: Record<string, string | boolean> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'number') numbers[key] = value
    else others[key] = value
  }
  return { numbers, others }
}
