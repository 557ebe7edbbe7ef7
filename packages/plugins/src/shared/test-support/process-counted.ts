import {
  defineAggregator,
  defineFlusher,
  defineServiceInput,
  group,
  log,
  type PluginDefinition,
} from '@sluice/plugin'
import { runPipeline } from '@sluice/testkit'

export interface Counted {
  /** What the processor counted itself, by name, as far as it is not zero. */
  readonly counts: Readonly<Record<string, number>>
  /** What it warned of: message and data. */
  readonly warnings: readonly (readonly [string, Readonly<Record<string, unknown>>])[]
}

const COUNTED_BY_THE_ENGINE = /^(in|out)_event(s|_groups)_total$/

/** Sends logs through a processor as one group. */
export async function processCounted(
  processor: PluginDefinition<'processor'>,
  options: Readonly<Record<string, unknown>>,
  logs: readonly Readonly<Record<string, string>>[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<Counted> {
  let delivered = false
  const input = defineServiceInput({
    type: 'service_test_logs',
    description: 'Sends the logs of a test as one group.',
    stability: 'stable',
    setup: () => ({
      v2: {
        async startService({ collector }) {
          const info = group({}, metadata)
          await collector.collect(info, ...logs.map((contents) => log({ contents })))
          await collector.delivered()
          delivered = true
        },
      },
    }),
  })
  const text = JSON.stringify({
    inputs: [{ Type: input.type }],
    processors: [{ Type: processor.type, ...options }],
    aggregators: [{ Type: aggregator.type }],
    flushers: [{ Type: flusher.type }],
  })
  await using run = await runPipeline(text, { plugins: [input, processor, aggregator, flusher] })
  await run.until(() => delivered)
  const own = run.metrics.filter(
    ({ plugin, name, value }) =>
      plugin.startsWith(processor.type) && !COUNTED_BY_THE_ENGINE.test(name) && value > 0,
  )
  return {
    counts: Object.fromEntries(own.map(({ name, value }) => [name, value])),
    warnings: run.records
      .filter(({ level, fields }) => level === 'warn' && 'plugin' in fields)
      .map(({ message, fields: { pipeline: _, plugin: __, ...data } }) => [message, data]),
  }
}

const aggregator = defineAggregator({
  type: 'aggregator_test_pass',
  description: 'Passes groups on at once.',
  stability: 'stable',
  setup: () => ({ columns: { add: (held) => [held], flush: () => [] } }),
})

const flusher = defineFlusher({
  type: 'flusher_test_nothing',
  description: 'Takes everything.',
  stability: 'stable',
  setup: () => ({ v2: { export: async () => {} } }),
})
