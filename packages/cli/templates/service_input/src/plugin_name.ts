import { hostname } from 'node:os'
import { defineServiceInput } from '@sluice/plugin'
import { duration, object } from '@sluice/plugin/schema'

/** The options as users write them: types, defaults, validation and documentation in one. */
const config = object({
  Interval: duration('1s').describe('Time between two heartbeats.'),
})

/** The plugin as a value: what can be said of it without running it, and how it is set up. */
export default defineServiceInput({
  type: 'plugin_name',
  description: 'Sends a numbered heartbeat at an interval.',
  stability: 'experimental',
  config,

  // Called for each pipeline that uses the plugin. It checks and prepares: it opens nothing and starts nothing.
  setup({ Interval }, { checkpoints, clock, logger }) {
    // What was delivered before the last stop, so that the numbers go on.
    const delivered = Number(checkpoints.getText('number') ?? 0)
    logger.debug({ delivered }, 'heartbeats go on')
    return {
      v1: {
        // Runs until the signal aborts. To return is to end; after a throw it is started again, later each time.
        async start(collector, signal) {
          let number = delivered
          // Time comes from the clock, so that a test can move it.
          for await (const now of clock.ticks(Interval, signal)) {
            number++
            const fields = { host: hostname(), heartbeat: String(number) }
            // Resolves when the pipeline has room: awaiting it is all there is to do about back-pressure.
            await collector.addData({}, fields, Math.floor(now / 1000))
            // Stored when everything collected so far was delivered.
            collector.checkpoint('number', String(number))
          }
        },
      },
    }
  },
})
