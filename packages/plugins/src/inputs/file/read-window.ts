import { readSync } from 'node:fs'
import type { ColumnGroup } from '@sluice/plugin/columns'
import type { LineWriter } from './line-writer.ts'
import type { TrackedFile } from './tracked-file.ts'

/** Longest line that stays one event. */
export const LONGEST_LINE = 512 * 1024

const NEWLINE = 10

/** How one reading is to be done. */
export interface Reading {
  readonly fd: number
  readonly group: ColumnGroup
  readonly writer: LineWriter
  /** Wall time, milliseconds since the epoch. */
  readonly time: number
  /** Take the incomplete last line too, if the file ends with it. */
  readonly takePartial: boolean
}

/**
 * Reads one stretch of a file straight into a group, makes events of its lines and moves the file's offset behind them.
 * An incomplete last line is left in the file. Tells whether a line was too long and had to be cut.
 *
 * Reads synchronously: a read from the page cache is a copy, and a third of the CPU time of handing it to a thread.
 */
export function readWindow(file: TrackedFile, reading: Reading): boolean {
  const { fd, group, writer, time, takePartial } = reading
  // One byte more than the longest line: its newline.
  const wanted = Math.min(LONGEST_LINE + 1, file.size - file.offset)
  const room = group.reserve(wanted)
  const length = readSync(fd, room, 0, wanted, file.offset)
  if (length === 0) return false
  const bytes = Buffer.from(room.buffer, room.byteOffset, length)
  const window = { group, bytes, base: group.commit(length), position: file.offset, time }
  // The rest of a line whose beginning was an event already.
  const start = file.cut && bytes[0] === NEWLINE ? 1 : 0
  let end = writer.addLines(window, start)
  const rest = length - end
  const isTooLong = end === start && rest > LONGEST_LINE
  const isPartial = end === start && rest > 0 && takePartial && length === wanted
  if (isTooLong || isPartial) {
    end = isTooLong ? writer.cutPosition(bytes, start + LONGEST_LINE) : length
    writer.addLine(window, start, end)
  }
  file.cut = isPartial && !isTooLong
  file.examined = file.offset + length
  file.offset += end
  return isTooLong
}
