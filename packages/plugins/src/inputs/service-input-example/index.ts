import { type Collector, defineServiceInput } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'
import { parseAddress } from './parse-address.ts'
import { serveData } from './serve-data.ts'

const config = object({
  Address: string()
    .default(':19000')
    .describe(
      '`host:port` to listen on. Without a host it is 127.0.0.1; all interfaces are 0.0.0.0.',
    ),
})

export default defineServiceInput({
  type: 'service_input_example',
  description:
    'Shows how a listening input is written: it takes the header `test` of HTTP requests.',
  stability: 'stable',
  compat: 'extended',
  config,
  replay: 'sender',
  setup({ Address }, context) {
    const address = parseAddress(Address)
    return {
      v1: {
        start: (collector, signal) =>
          serveData(address, { ...context, signal, deliver: (value) => deliver(collector, value) }),
      },
    }
  },
})

async function deliver(collector: Collector, value: string): Promise<void> {
  await collector.addDataArray({}, ['test'], [value])
  await collector.delivered()
}
