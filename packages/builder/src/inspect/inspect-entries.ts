import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Core } from '../core/core.ts'
import type { InspectedEntry, InspectedPlugin, InspectMessage, InspectRequest } from './messages.ts'

/** For the import of one entry. */
const LONGEST_IMPORT_MS = 10_000

/** What was found out about one entry. */
export type EntryReport =
  | { readonly url: string; readonly plugins: readonly InspectedPlugin[] }
  | { readonly code: string; readonly message: string; readonly hint: string }

export interface Inspection {
  /** In the order of the entries; shorter when the process ended early. */
  readonly reports: readonly EntryReport[]
  /** JSON Schema of pipeline files, and the page that describes the plugins: when nothing was wrong. */
  readonly schema?: object
  readonly reference?: string
}

/** Looks at every entry in a process of its own, as the core will load it: a plugin may throw, exit or hang there. */
export function inspectEntries(
  core: Core,
  root: string,
  request: InspectRequest,
): Promise<Inspection> {
  const entries = 'entries' in request ? request.entries : [{ origin: request.registry }]
  const child = fork(join(core.directory, 'dist/inspect-plugins.js'), [], {
    cwd: root,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    const reports: EntryReport[] = []
    let result: { readonly schema?: object; readonly reference?: string } | undefined
    let reason = 'it ended the process'
    const limit = setTimeout(() => {
      reason = `it took longer than ${LONGEST_IMPORT_MS / 1000} s`
      child.kill('SIGKILL')
    }, LONGEST_IMPORT_MS)
    child.on('message', (message: InspectMessage) => {
      limit.refresh()
      if (message.type === 'plugins' || message.type === 'problem') reports.push(message)
      if (message.type === 'done') result = message
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(limit)
      const entry = entries[reports.length]
      if (result === undefined && entry !== undefined) {
        // Node.js: "Unsettled Top-Level Await".
        if (code === 13) reason = 'its top-level await never settles'
        reports.push(stuck(entry, reason))
      }
      resolve({ reports, ...result })
    })
    child.send(request)
  })
}

function stuck({ origin }: Pick<InspectedEntry, 'origin'>, reason: string): EntryReport {
  return {
    code: 'PLUGIN_IMPORT_FAILED',
    message: `the plugin ${origin} cannot be loaded: while it was imported, ${reason}`,
    hint: 'A module of plugins only defines them; move what it does into setup or the start of the plugin.',
  }
}
