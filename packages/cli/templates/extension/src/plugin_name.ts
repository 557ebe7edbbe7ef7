import { defineExtension } from '@sluice/plugin'
import { number, object } from '@sluice/plugin/schema'

const SECOND_MS = 1000

/** The options as users write them: types, defaults, validation and documentation in one. */
const config = object({
  PerSecond: number().positive().default(10).describe('How many a second are let through.'),
})

/** What other plugins get: `const limit = await context.extension<RateLimit>('plugin_name/main')` in their `setup`. */
export interface RateLimit {
  /** Whether one more may pass now; if so, it is counted. */
  take(): boolean
}

/** The plugin as a value: what can be said of it without running it, and how it is set up. */
export default defineExtension({
  type: 'plugin_name',
  description: 'Lets so many a second through, for all plugins that share it.',
  stability: 'experimental',
  config,

  // Called for each entry in a pipeline's `extensions`, before the other plugins are set up. It checks and prepares: it
  // opens nothing and starts nothing. Where something is to be released in the end, return a `stop` as well.
  setup({ PerSecond }, { clock }): RateLimit {
    const most = Math.max(1, PerSecond)
    let left = most
    let before: number | undefined
    return {
      take() {
        // Time comes from the clock, so that a test can move it.
        const now = clock.monotonic()
        left = Math.min(most, left + ((now - (before ?? now)) / SECOND_MS) * PerSecond)
        before = now
        if (left < 1) return false
        left--
        return true
      },
    }
  },
})
