import type { PluginContext } from '@sluice/plugin'
import type { ColumnGroup } from '@sluice/plugin/columns'
import { ANY_KEY, findFirst } from './find-first.ts'
import { ParseReport, ParseTally } from './parse-report.ts'
import { findEach, type ParseRows } from './parse-rows.ts'

/** Options that the extended parsers share. */
export interface SourceOptions {
  /** Empty: the first field, whatever its key. */
  readonly SourceKey: string
  readonly NoKeyError: boolean
  readonly KeepSource: boolean
  readonly KeepSourceIfParseError: boolean
}

/** What all extended parsers do around parsing: find the source field, remove or keep it, count, warn. */
export class SourceParser {
  readonly #options: SourceOptions
  readonly #report: ParseReport

  /** `failure` is the warning about values that could not be parsed; without it they are only counted. */
  constructor(options: SourceOptions, context: PluginContext, failure: string | undefined) {
    this.#options = options
    const warnings = { missing: options.NoKeyError, failed: failure }
    this.#report = new ParseReport(context, options.SourceKey, warnings)
  }

  parse(group: ColumnGroup, parseRows: ParseRows): void {
    const { SourceKey, KeepSource, KeepSourceIfParseError } = this.#options
    const key = SourceKey === '' ? ANY_KEY : group.key(SourceKey)
    const runs = findEach(group, key)
    const parsed = parseRows(group, runs)
    const tally = new ParseTally()
    for (let row = 0; row < group.length; row++) {
      if (runs[row] === -1) {
        tally.missing++
      } else if (parsed[row] === 1) {
        tally.parsed++
        if (!KeepSource) group.removeRun(row, findFirst(group, row, key))
      } else {
        const source = findFirst(group, row, key)
        tally.fail(group, source)
        if (!KeepSource && !KeepSourceIfParseError) group.removeRun(row, source)
      }
    }
    this.#report.publish(tally)
  }
}
