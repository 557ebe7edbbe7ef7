import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { defineFlusher, type LogEvent, valueToText } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'

/** The options as users write them: types, defaults, validation and documentation in one. */
const config = object({
  File: string().min(1).describe('The file to append to; its directories are made.'),
})

/** The plugin as a value: what can be said of it without running it, and how it is set up. */
export default defineFlusher({
  type: 'plugin_name',
  description: 'Appends logs to a file in logfmt: one line of key=value pairs each.',
  stability: 'experimental',
  events: ['log'],
  config,

  // Called for each pipeline that uses the plugin. It checks and prepares: it opens nothing and starts nothing.
  setup({ File }) {
    let file: FileHandle | undefined
    return {
      // Called once, before the first batch; after a throw it is tried again.
      async start() {
        await mkdir(dirname(File), { recursive: true })
        file = await open(File, 'a')
      },

      v2: {
        // Resolves when the destination has taken everything for good. After a throw the same batch comes again, later
        // each time; where that cannot help, throw a PermanentError. The events are valid until it settles.
        async export(groups) {
          const lines = groups.flatMap((group) => [...group.logs()].map((log) => logfmt(log)))
          await file?.appendFile(lines.map((line) => `${line}\n`).join(''))
        },
      },

      // Called once, after the last batch.
      async stop() {
        await file?.close()
      },
    }
  },
})

function logfmt(log: LogEvent): string {
  const time = new Date(Number(log.timestamp / 1_000_000n)).toISOString()
  const pairs = Array.from(log.entries(), ([key, value]) => `${key}=${quoted(valueToText(value))}`)
  return [`time=${time}`, ...pairs].join(' ')
}

function quoted(text: string): string {
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)
}
