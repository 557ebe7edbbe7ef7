import {
  NO_YEAR,
  readTimes,
  TIME_BLOCK_WORDS,
  TIME_WORK_SIZE,
  timeImage,
  UNDECIDED,
} from '@sluice/kernels'
import {
  type ColumnGroup,
  type Execution,
  type TimeKernel,
  type TimeOptions,
  TimeResult,
} from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { PlainTime } from '../plain-kernels/plain-time.ts'
import { parseValues, type ValueKernel } from './parse-values.ts'
import type { SharedMemory } from './shared-memory.ts'

const REASON = 'the format is not well-formed, or contains U+FFFD'

/** Seconds around a time for which the zone's distance from UTC is looked up at once. */
const REACH = 36 * 3600
const LATEST = 0xffff_ffff

/** Reads times by the kernel; a format that is not the same in bytes as in text is left to plain JavaScript. */
export function compileSharedTime(memory: SharedMemory, options: TimeOptions): TimeKernel {
  const plain = new PlainTime(options, REASON)
  const { format } = options
  const isText = format.isWellFormed() && !format.includes('\ufffd')
  return isText ? new CompiledTime(memory, plain, options) : plain
}

/** Where a zone is how far ahead of UTC, in its own seconds from 1970 on. */
interface ZoneRange {
  readonly offset: number
  readonly rangeFrom: number
  readonly rangeTo: number
}

class CompiledTime implements TimeKernel {
  readonly execution: Execution = { compiled: true }
  readonly #memory: SharedMemory
  readonly #plain: PlainTime
  readonly #image: Uint32Array
  /** Undefined as long as it depends on the time. */
  readonly #zone: ZoneRange | undefined
  /** A time near the last ones. */
  #recent: number | undefined

  constructor(memory: SharedMemory, plain: PlainTime, { offset }: TimeOptions) {
    this.#memory = memory
    this.#plain = plain
    this.#image = timeImage(plain.steps)
    this.#zone = offset === undefined ? undefined : { offset, rangeFrom: 0, rangeTo: LATEST }
  }

  read(columns: ColumnGroup, runs: Int32Array, now: number): Uint8Array {
    const group = columns as Group
    const results = new Uint8Array(runs.length).fill(UNDECIDED)
    parseValues(this.#memory, group, runs, this.#kernel(now), results)
    for (let row = 0; row < runs.length; row++) {
      if (results[row] !== UNDECIDED) continue
      results[row] = this.#plain.readRow(group, row, runs[row] as number, now)
      if (results[row] === TimeResult.set) this.#recent = group.seconds(row)
    }
    return results
  }

  #kernel(now: number): ValueKernel {
    const { kernels } = this.#memory
    const zone = this.#zone ?? this.#zoneAround(this.#recent ?? now)
    const year = (month: number, day: number): number =>
      this.#plain.yearOf(month, day, now) ?? NO_YEAR
    const years = [year(1, 1), year(12, 31), year(2, 2)] as const
    return {
      blockWords: TIME_BLOCK_WORDS,
      parts: [this.#image],
      workSize: TIME_WORK_SIZE,
      usualRuns: 0,
      run: (block, call, [program = 0], work) =>
        readTimes(kernels, block, { ...call, ...zone, program, work, years }),
    }
  }

  /** No range where the clocks change: there, each time is looked up by itself. */
  #zoneAround(seconds: number): ZoneRange {
    const local = seconds + this.#plain.offsetAt(seconds)
    const rangeFrom = Math.max(0, local - REACH)
    const rangeTo = Math.min(LATEST, local + REACH)
    const offset = this.#plain.offsetAt(local)
    const isSteady = [rangeFrom, rangeTo].every((each) => this.#plain.offsetAt(each) === offset)
    return isSteady ? { offset, rangeFrom, rangeTo } : { offset, rangeFrom: 1, rangeTo: 0 }
  }
}
