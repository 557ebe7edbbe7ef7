import { compileTimeFormat, readTime, resolveTime, type TimeStep } from '@sluice/kernels'
import {
  type ColumnGroup,
  type Execution,
  type TimeKernel,
  type TimeOptions,
  TimeResult,
} from '@sluice/plugin/columns'

const MINUTE = 60

/** Reads times from texts. */
export class PlainTime implements TimeKernel {
  readonly execution: Execution
  readonly steps: readonly TimeStep[]
  readonly #options: TimeOptions

  /** `reason`: why it is this form. */
  constructor(options: TimeOptions, reason: string) {
    this.execution = { compiled: false, reason }
    this.steps = compileTimeFormat(options.format)
    this.#options = options
  }

  read(group: ColumnGroup, runs: Int32Array, now: number): Uint8Array {
    const results = new Uint8Array(runs.length)
    for (let row = 0; row < runs.length; row++) {
      results[row] = this.readRow(group, row, runs[row] as number, now)
    }
    return results
  }

  /** Does for one row what `read` does for all. */
  readRow(group: ColumnGroup, row: number, run: number, now: number): number {
    if (run === -1) return TimeResult.failed
    const found = readTime(this.steps, group.text(run))
    if (found === undefined) return TimeResult.failed
    const seconds = resolveTime(found, {
      offsetAt: (local) => this.offsetAt(local),
      yearOf: (month, day) => this.yearOf(month, day, now),
    })
    if (seconds === undefined) return TimeResult.impossible
    group.setTime(row, seconds, found.nanos)
    return TimeResult.set
  }

  /** Seconds that the zone is ahead of UTC at `local` seconds of its own time. */
  offsetAt(local: number): number {
    const { offset } = this.#options
    if (offset !== undefined) return offset
    const there = new Date(local * 1000)
    const here = new Date(
      there.getUTCFullYear(),
      there.getUTCMonth(),
      there.getUTCDate(),
      there.getUTCHours(),
      there.getUTCMinutes(),
      there.getUTCSeconds(),
    )
    return -here.getTimezoneOffset() * MINUTE
  }

  /** The year of a day, where the text says none. */
  yearOf(month: number, day: number, now: number): number | undefined {
    const { year } = this.#options
    if (year !== 'current') return year
    // The offset of the zone is that of about now.
    const today = new Date((now + this.offsetAt(now)) * 1000)
    const current = today.getUTCFullYear()
    const [thisMonth, thisDay] = [today.getUTCMonth() + 1, today.getUTCDate()]
    if (month === 1 && day === 1 && thisMonth === 12 && thisDay === 31) return current + 1
    if (month === 12 && day === 31 && thisMonth === 1 && thisDay === 1) return current - 1
    return current
  }
}
