import {
  defineAggregator,
  group as groupInfo,
  type GroupInfo,
  type LogEvent,
  valueToText,
} from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'

/** Logs held at most: with that many the pipeline waits for what is behind it. */
const MOST_HELD = 10_000

/** The options as users write them: types, defaults, validation and documentation in one. */
const config = object({
  Field: string().default('level').describe('The field by whose value logs are put together.'),
})

interface OpenGroup {
  readonly info: GroupInfo
  readonly events: LogEvent[]
}

/** The plugin as a value: what can be said of it without running it, and how it is set up. */
export default defineAggregator({
  type: 'plugin_name',
  description: 'Puts logs with the same value of a field together, and tags the group with it.',
  stability: 'experimental',
  events: ['log'],
  config,

  // Called for each pipeline that uses the plugin. It checks and prepares: it opens nothing and starts nothing.
  setup({ Field }) {
    const open = new Map<string, OpenGroup>()
    let held = 0
    return {
      v2: {
        // Takes a group whose events may be kept: they are copies. False says "full": after a flush it comes again.
        record(group) {
          if (held >= MOST_HELD) return false
          for (const log of group.logs()) {
            const info = groupInfo(group.tags, group.metadata)
            info.tags.add(Field, valueToText(log.get(Field) ?? ''))
            const key = JSON.stringify([info.tags.sorted(), info.metadata.sorted()])
            const found = open.get(key) ?? { info, events: [] }
            found.events.push(log)
            open.set(key, found)
          }
          held += group.length
          return true
        },

        // Returns what is to leave now. Called at `AggregatIntervalMs` of the pipeline, when full, and at the end.
        getResult() {
          const groups = [...open.values()]
          open.clear()
          held = 0
          return groups
        },
      },
    }
  },
})
