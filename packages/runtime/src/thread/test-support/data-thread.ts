import { setTimeout as sleep } from 'node:timers/promises'
import { defineFlusher, defineProcessor, defineServiceInput } from '@sluice/plugin'
import { createRegistry } from '../../registry/registry.ts'
import { runDataThread } from '../run-data-thread.ts'

const hundred = defineServiceInput({
  type: 'input_hundred',
  description: 'Gives a hundred events.',
  stability: 'experimental',
  endsOnce: true,
  setup: () => ({
    v1: {
      async start(collector) {
        for (let number = 0; number < 100; number++) await collector.addData({}, { n: `${number}` })
      },
    },
  }),
})

let isFirst = true

/** Does not settle in the first call of the thread. */
const hangs = defineProcessor({
  type: 'processor_hangs_first',
  description: 'Hangs once.',
  stability: 'experimental',
  setup: () => ({
    v1: {
      processLogs(logs) {
        const hang = isFirst
        isFirst = false
        return hang ? new Promise(() => {}) : logs
      },
    },
  }),
})

const slow = defineFlusher({
  type: 'flusher_slow',
  description: 'Takes its time.',
  stability: 'experimental',
  setup: () => ({ v1: { flush: () => sleep(10) } }),
})

await runDataThread(async (entries) => {
  if (entries.includes('bad')) throw new Error('no such plugins')
  return createRegistry([{ origin: 'test', definitions: [hundred, hangs, slow] }])
})
