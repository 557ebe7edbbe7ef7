import { hostname, networkInterfaces } from 'node:os'
import { counter, defineMetricInput, gauge, group, toNanoseconds } from '@sluice/plugin'
import { metricLog } from '../../shared/metric-log.ts'

const FIRST_COUNT = 100
const GAUGE_VALUES = 100

export default defineMetricInput({
  type: 'metric_input_example',
  description: 'Shows how a polled input is written: it makes a counter and a random gauge.',
  stability: 'stable',
  compat: 'extended',
  setup(_options, { clock }) {
    const labels = { hostname: hostname(), ip: ownAddress() }
    let count = FIRST_COUNT
    const next = () => ({ counted: ++count, random: Math.floor(Math.random() * GAUGE_VALUES) })
    return {
      v1: {
        async collect(collector) {
          const { counted, random } = next()
          const time = toNanoseconds(clock.now())
          await collector.addRawLog(metricLog('example_counter', counted, { time, labels }))
          await collector.addRawLog(metricLog('example_gauge', random, { time, labels }))
        },
      },
      v2: {
        async read({ collector }) {
          const { counted, random } = next()
          const init = { time: clock.now(), tags: labels }
          await collector.collect(
            group(),
            counter('example_counter', counted, init),
            gauge('example_gauge', random, init),
          )
        },
      },
    }
  },
})

/** The first IPv4 address of this host that others can reach, or the loopback one. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  const outward = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)
  return outward?.address ?? '127.0.0.1'
}
