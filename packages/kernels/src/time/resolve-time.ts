import type { ReadTime } from './read-time.ts'
import { Field } from './time-format.ts'

/** How what a text leaves open becomes a time. */
export interface TimeRules {
  /** Seconds that the zone is ahead of UTC at its own time of `local` seconds. */
  offsetAt(local: number): number
  /** The year of a day when the text says none; undefined: there is none. */
  yearOf(month: number, day: number): number | undefined
}

/** Results of reading a time. 2 stands for what a kernel leaves undecided. */
export const TimeResult = { failed: 0, set: 1, impossible: 3 } as const

const DAY = 86_400
/** What a table holds. */
const LARGEST = 0xffff_ffff

/** Seconds since 1970 in UTC; undefined when that is no time after 1970 and before 2106. */
export function resolveTime({ fields, epoch }: ReadTime, rules: TimeRules): number | undefined {
  let seconds = epoch
  if (seconds === undefined) {
    const local = localSeconds(fields, rules)
    if (local === undefined) return undefined
    seconds = local - rules.offsetAt(local)
  }
  return seconds > 0 && seconds <= LARGEST ? seconds : undefined
}

/** Seconds from 1970 on, as if the zone were UTC. A day that the month has not is one of the next month. */
function localSeconds(fields: readonly number[], rules: TimeRules): number | undefined {
  const get = (field: number, otherwise: number): number => {
    const value = fields[field] as number
    return value === -1 ? otherwise : value
  }
  const dayOfYear = get(Field.dayOfYear, -1)
  const hasDate = get(Field.month, -1) !== -1 || get(Field.day, -1) !== -1
  const isOrdinal = dayOfYear !== -1 && !hasDate
  const month = isOrdinal ? 1 : get(Field.month, 1)
  const day = isOrdinal ? dayOfYear : get(Field.day, 1)
  const year = yearIn(fields) ?? rules.yearOf(month, day)
  if (year === undefined) return undefined
  const clock = get(Field.minute, 0) * 60 + get(Field.second, 0)
  return daysBefore(year, month, day) * DAY + hourIn(fields) * 3600 + clock
}

function yearIn(fields: readonly number[]): number | undefined {
  const year = fields[Field.year] as number
  if (year !== -1) return year
  const century = fields[Field.century] as number
  const rest = fields[Field.yearOfCentury] as number
  if (century !== -1) return century * 100 + Math.max(rest, 0)
  if (rest !== -1) return rest <= 68 ? 2000 + rest : 1900 + rest
  return undefined
}

function hourIn(fields: readonly number[]): number {
  const hour12 = (fields[Field.hour12] as number) % 12
  const hour = fields[Field.hour] === -1 ? Math.max(hour12, 0) : (fields[Field.hour] as number)
  return fields[Field.half] === 1 && hour < 12 ? hour + 12 : hour
}

/** Days from 1970-01-01 to a day. */
function daysBefore(year: number, month: number, day: number): number {
  // Not the constructor: it takes years below 100 for those of the last century.
  return new Date(0).setUTCFullYear(year, month - 1, day) / (DAY * 1000)
}
