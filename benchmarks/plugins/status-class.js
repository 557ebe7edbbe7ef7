// A private plugin in plain JavaScript, as someone writes it on the first day: one field set from another one.
import { defineProcessor } from '@sluice/plugin'

export default defineProcessor({
  type: 'processor_status_class',
  description: 'Sets the class of an HTTP status, such as 4xx.',
  stability: 'alpha',
  setup: () => ({
    v1: {
      processLogs(logs) {
        for (const log of logs) log.set('status_class', `${log.get('status')?.[0]}xx`)
        return logs
      },
    },
  }),
})
