import { type ColumnGroup, SLAB_SIZE } from '@sluice/plugin/columns'
import type { Stretch } from './stretch.ts'

const CONTENT_KEY = 'content'
/** Digits of the largest offset. */
const MOST_DIGITS = 16
const ZERO = 0x30

/** Seconds and nanoseconds of a time in milliseconds. */
export function splitTime(time: number): { readonly seconds: number; readonly nanos: number } {
  return { seconds: Math.floor(time / 1000), nanos: Math.floor(time % 1000) * 1_000_000 }
}

/** The key of the field that holds an event's text. */
export function contentKey(group: ColumnGroup): number {
  return group.key(CONTENT_KEY)
}

/**
 * Adds an event for each pair of offsets, start and end, in ascending order.
 *
 * @param offsetKey field for the place of the event in the file, if it is asked for
 */
export function writeRows(
  stretch: Stretch,
  ranges: readonly number[],
  time: number,
  offsetKey: string | undefined,
): void {
  const { group } = stretch
  const { seconds, nanos } = splitTime(time)
  const content = contentKey(group)
  const places = offsetKey === undefined ? undefined : writePlaces(stretch, ranges)
  const offset = places === undefined ? -1 : group.key(offsetKey as string)
  for (let at = 0; at < ranges.length; at += 2) {
    const [from, to] = [ranges[at] as number, ranges[at + 1] as number]
    const row = group.addRow(seconds, nanos)
    group.appendBytes(row, content, from, to - from)
    places?.append(row, offset, at / 2)
  }
}

/** Numbers as text, most of them as bytes of the group. */
interface Places {
  append(row: number, key: number, index: number): void
}

/** The place in the file of each range, written into the group as far as there is room. */
function writePlaces(stretch: Stretch, ranges: readonly number[]): Places {
  const { group } = stretch
  const count = ranges.length / 2
  const used = group.commit(0)
  const room = Math.min(count, Math.floor((SLAB_SIZE - used) / MOST_DIGITS))
  const bytes = group.reserve(room * MOST_DIGITS)
  const ends = new Uint32Array(room)
  let digits = 1
  let end = 0
  for (let index = 0; index < room; index++) {
    let rest = stretch.placeOf(ranges[2 * index] as number)
    while (rest >= 10 ** digits) digits++
    end += digits
    for (let at = end; at > end - digits;) {
      const tens = Math.floor(rest / 10)
      bytes[--at] = ZERO + rest - tens * 10
      rest = tens
    }
    ends[index] = used + end
  }
  group.commit(end)
  return {
    append(row, key, index) {
      if (index >= room) {
        group.appendText(row, key, String(stretch.placeOf(ranges[2 * index] as number)))
        return
      }
      const start = index === 0 ? used : (ends[index - 1] as number)
      group.appendBytes(row, key, start, (ends[index] as number) - start)
    },
  }
}
