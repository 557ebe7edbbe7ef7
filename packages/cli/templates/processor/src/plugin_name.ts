import { defineProcessor } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'

const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g

/** The options as users write them: types, defaults, validation and documentation in one. */
const config = object({
  Field: string().default('content').describe('The field to look for addresses in.'),
})

/** The plugin as a value: what can be said of it without running it, and how it is set up. */
export default defineProcessor({
  type: 'plugin_name',
  description: 'Hides the e-mail addresses in a field.',
  stability: 'experimental',
  config,

  // Called for each pipeline that uses the plugin. It checks and prepares: it opens nothing and starts nothing.
  setup({ Field }, { metrics }) {
    // Events in and out are counted already.
    const hidden = metrics.counter('hidden_addresses_total')
    return {
      v1: {
        // Returns the logs that go on; one that is left out was filtered. The logs are valid until then: to keep one,
        // keep `log.keep()`. After a throw the changes are undone, and the log that caused it follows `OnError`.
        processLogs(logs) {
          for (const log of logs) {
            const text = log.get(Field)
            if (text === undefined) continue
            const addresses = text.match(ADDRESS) ?? []
            if (addresses.length === 0) continue
            log.set(Field, text.replaceAll(ADDRESS, '***'))
            hidden.add(addresses.length)
          }
          return logs
        },
      },
    }
  },
})
