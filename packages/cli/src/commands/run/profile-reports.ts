import type { Logger } from '@sluice/plugin'
import type { LogFormat, ProfileReport, ProfileRow } from '@sluice/runtime'
import { formatTable } from '../plugins/format-table.ts'

/** Shows what CPU profiles amount to: as a table, or as records of a log that is JSON. */
export class ProfileReports {
  readonly #format: LogFormat
  readonly #logger: Logger
  #failed = false

  constructor(format: LogFormat, logger: Logger) {
    this.#format = format
    this.#logger = logger
  }

  /** Whether one could not be written. */
  get haveFailed(): boolean {
    return this.#failed
  }

  show({ file, failure, rows }: ProfileReport): void {
    if (failure !== undefined) {
      this.#failed = true
      this.#logger.error({ file, failure }, 'the CPU profile could not be written')
    }
    if (this.#format === 'text') {
      const title = failure === undefined ? `CPU profile ${file}` : 'CPU profile'
      process.stderr.write(`${title}\n${profileTable(rows)}`)
    } else this.#logger.info({ file, rows: rows.map(rounded) }, 'CPU profile')
  }
}

function rounded(row: ProfileRow): ProfileRow {
  return { ...row, selfMs: Math.round(row.selfMs) }
}

/** Time by itself, and its share of the time that the thread was not idle. */
function profileTable(rows: readonly ProfileRow[]): string {
  const busy = rows
    .filter(({ kind }) => kind !== 'idle')
    .reduce((sum, each) => sum + each.selfMs, 0)
  const several = new Set(rows.flatMap(({ pipeline }) => pipeline ?? [])).size > 1
  const lines = rows.map((row) => {
    const share = row.kind === 'idle' ? '' : `${((row.selfMs / busy) * 100).toFixed(1)} %`
    return [row.selfMs.toFixed(0).padStart(9), share.padStart(7), describeRow(row, several)]
  })
  return formatTable([['  self ms', '   busy', ''], ...lines])
}

function describeRow({ kind, plugin, pipeline, kernel }: ProfileRow, several: boolean): string {
  const place = several && pipeline !== undefined ? ` of the pipeline ${pipeline}` : ''
  const owner = plugin === undefined ? '' : `${plugin}${place}`
  switch (kind) {
    case 'plugin':
      return owner
    case 'kernel':
      return owner === '' ? `kernel ${kernel}` : `kernel ${kernel} in ${owner}`
    case 'engine':
      return 'engine'
    case 'native':
      return 'native code and the system'
    case 'gc':
      return 'garbage collection'
    case 'idle':
      return 'idle'
  }
}
