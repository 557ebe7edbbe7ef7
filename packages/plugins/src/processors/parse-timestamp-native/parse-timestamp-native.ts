import { ConfigError, type PluginContext } from '@sluice/plugin'
import {
  type ColumnGroup,
  type ColumnProcessor,
  type TimeKernel,
  type TimeOptions,
  TimeResult,
} from '@sluice/plugin/columns'
import { findEach } from '../../shared/parse-rows.ts'
import { keepRows } from '../../shared/match-rows.ts'
import { ParseReport, ParseTally } from '../../shared/parse-report.ts'

export interface NativeTimestampOptions {
  readonly SourceKey: string
  readonly SourceFormat: string
  readonly SourceTimezone: string
  readonly SourceYear: number
}

/** Seconds; what is older is history, not worth delivering. */
const OLDEST = 12 * 3600

/** Sets the time of events to the one that a field begins with, and drops those that are too old. */
export function createNativeTimestampParser(
  options: NativeTimestampOptions,
  context: PluginContext,
): ColumnProcessor {
  const { SourceKey } = options
  const { clock, logger, metrics, once } = context
  const kernel = createKernel(options, context)
  const report = new ParseReport(context, SourceKey, {
    missing: false,
    failed: 'values do not begin with a time in SourceFormat',
  })
  const discarded = metrics.counter('discarded_events_total')
  return {
    process(group) {
      const runs = findEach(group, group.key(SourceKey))
      const now = clock.seconds()
      const results = kernel.read(group, runs, now)
      report.publish(tallyOf(group, runs, results))
      const oldest = once ? 0 : now - OLDEST
      const keep = results.map((result, row) => (isWanted(group, row, result, oldest) ? 1 : 0))
      const events = keepRows(group, keep)
      if (events === 0) return
      discarded.add(events)
      const why = 'dropped events whose time is more than 12 hours ago, before 1970, or has no year'
      logger.warn({ sourceKey: SourceKey, events }, why)
    },
  }
}

function isWanted(group: ColumnGroup, row: number, result: number, oldest: number): boolean {
  if (result === TimeResult.set) return group.seconds(row) >= oldest
  return result !== TimeResult.impossible
}

function tallyOf(group: ColumnGroup, runs: Int32Array, results: Uint8Array): ParseTally {
  const tally = new ParseTally()
  for (let row = 0; row < runs.length; row++) {
    if (runs[row] === -1) tally.missing++
    else if (results[row] === TimeResult.failed) tally.fail(group, runs[row] as number)
    else tally.parsed++
  }
  return tally
}

function createKernel(
  options: NativeTimestampOptions,
  { kernels, logger }: PluginContext,
): TimeKernel {
  const { SourceFormat: format, SourceTimezone, SourceYear } = options
  const offset = offsetOf(SourceTimezone)
  if (offset === undefined && SourceTimezone !== '') {
    logger.warn(
      { SourceTimezone },
      'SourceTimezone is not like GMT+08:00: the zone of the machine counts',
    )
  }
  try {
    return kernels.time({ format, offset, year: yearOf(SourceYear) })
  } catch (error) {
    const hint =
      'see the list of conversions in the reference of the plugin; write %% for a percent sign'
    throw new ConfigError(['SourceFormat'], (error as Error).message, hint)
  }
}

function yearOf(year: number): TimeOptions['year'] {
  if (year === 0) return 'current'
  return year > 0 ? year : undefined
}

/** Seconds ahead of UTC of a zone like `GMT+08:00`. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(zone) ?? []
  if (sign === undefined) return undefined
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return sign === '-' ? -seconds : seconds
}
