import { counter, defineServiceInput, group } from '@sluice/plugin'
import { duration, object } from '@sluice/plugin/schema'

export default defineServiceInput({
  type: 'service_example_plugin',
  description: 'custom service input',
  stability: 'alpha',
  config: object({ interval: duration('5s').describe('Time between two events.') }),

  setup: ({ interval }, { clock }) => ({
    v1: {
      async start(collector, signal) {
        for await (const _ of clock.ticks(interval, signal)) {
          await collector.addRawLog({
            time: clock.seconds(),
            contents: [{ key: 'host', value: '1.1.1.1' }],
          })
        }
      },
    },
    v2: {
      async startService({ collector }, signal) {
        for await (const time of clock.ticks(interval, signal)) {
          const metric = counter('test_metric', 1, { time, tags: { hello: 'world' } })
          await collector.collect(group(), metric)
        }
      },
    },
  }),
})
