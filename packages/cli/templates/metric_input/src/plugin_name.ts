import { statfs } from 'node:fs/promises'
import { defineMetricInput, gauge, group } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'

/** The options as users write them: types, defaults, validation and documentation in one. */
const config = object({
  Path: string().default('/').describe('A path on the file system to measure.'),
})

/** The plugin as a value: what can be said of it without running it, and how it is set up. */
export default defineMetricInput({
  type: 'plugin_name',
  description: 'Measures the size of a file system and what is left of it.',
  stability: 'experimental',
  config,

  // Called for each pipeline that uses the plugin. It checks and prepares: it opens nothing and starts nothing.
  setup({ Path }, { clock }) {
    return {
      v2: {
        // Called at the interval (`IntervalMs` of the pipeline's entry), never while the last call still runs. A throw
        // is logged and counted, and the next call comes as usual.
        async read({ collector }) {
          const { bsize, blocks, bavail } = await statfs(Path)
          // Time comes from the clock, so that a test can move it.
          const about = { time: clock.now(), unit: 'By', tags: { path: Path } }
          // Resolves when the pipeline has room: awaiting it is all there is to do about back-pressure.
          await collector.collect(
            group(),
            gauge('disk_size_bytes', bsize * blocks, about),
            gauge('disk_available_bytes', bsize * bavail, about),
          )
        },
      },
    }
  },
})
