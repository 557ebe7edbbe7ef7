/** What must compile and what must not; checked by the type checker, never run. */
import { counter, defineFlusher, defineProcessor, defineServiceInput, group, log } from './index.ts'
import { duration, object, string } from './schema/index.ts'

const config = object({ interval: duration('5s'), host: string().default('127.0.0.1') })

defineServiceInput({
  type: 'service_example_plugin',
  description: 'Emits one synthetic record per interval.',
  stability: 'alpha',
  config,
  setup({ interval, host }, { clock, logger }) {
    const milliseconds: number = interval
    return {
      v1: {
        async start(collector, signal) {
          for await (const time of clock.ticks(milliseconds, signal)) {
            await collector.addRawLog({
              time: Math.floor(time / 1000),
              contents: [{ key: 'host', value: host }],
            })
          }
        },
      },
      v2: {
        async startService({ collector }, signal) {
          for await (const time of clock.ticks(interval, signal)) {
            await collector.collect(
              group(),
              counter('test_metric', 1, { time, tags: { hello: 'world' } }),
            )
          }
        },
      },
      stop: () => logger.info({ host }, 'stopped'),
    }
  },
})

defineProcessor({
  type: 'processor_one_facet',
  description: 'One facet is enough, options may be left out.',
  stability: 'stable',
  setup: () => ({ v2: { process: (events) => events.filter((event) => event.kind === 'log') } }),
})

defineProcessor({
  type: 'processor_async',
  description: 'Facets and setup may be asynchronous.',
  stability: 'stable',
  setup: async () => ({
    v1: { processLogs: async (logs) => logs.filter((item) => item.has('content')) },
  }),
})

defineProcessor({
  type: 'processor_bad',
  description: 'Has no facet.',
  stability: 'stable',
  // @ts-expect-error at least one facet
  setup: () => ({ stop() {} }),
})

defineProcessor({
  type: 'processor_bad',
  description: 'Returns what is no log.',
  stability: 'stable',
  // @ts-expect-error numbers are no logs
  setup: () => ({ v1: { processLogs: () => [1, 2, 3] } }),
})

defineServiceInput({
  type: 'service_bad',
  description: 'Reads an option that does not exist.',
  stability: 'stable',
  config,
  // @ts-expect-error no such option
  setup: ({ intervall }) => ({ v1: { start: () => void intervall } }),
})

defineFlusher({
  type: 'flusher_bad',
  description: 'Misspelt stability.',
  // @ts-expect-error not one of the words
  stability: 'stabel',
  setup: () => ({ v2: { async export() {} } }),
})

defineFlusher({
  type: 'flusher_bad',
  description: 'A v1 facet without its method.',
  stability: 'stable',
  // @ts-expect-error flush is missing
  setup: () => ({ v1: { async export() {} } }),
})

// @ts-expect-error a type is required
defineFlusher({
  description: 'No type.',
  stability: 'stable',
  setup: () => ({ v2: { async export() {} } }),
})

const definition = defineProcessor({
  type: 'processor_frozen',
  description: 'Cannot be changed.',
  stability: 'stable',
  setup: () => ({ v2: { process() {} } }),
})
// @ts-expect-error a definition is frozen
definition.type = 'processor_other'

const event = log({ contents: { a: 'b', n: 1, nested: { list: [1, true, null] } } })
// @ts-expect-error the kind of an event never changes
event.kind = 'metric'
// @ts-expect-error functions are no values
event.set('a', () => 1)
