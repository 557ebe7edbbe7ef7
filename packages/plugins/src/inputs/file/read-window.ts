import { readSync } from 'node:fs'
import type { ColumnGroup } from '@sluice/plugin/columns'
import type { LineWriter } from './line-writer.ts'
import type { TrackedFile } from './tracked-file.ts'

/** Longest line that stays one event. */
export const LONGEST_LINE = 512 * 1024

/** Bytes read at once as long as lines are shorter: with what kernels read beyond it, a block of 256 KiB. */
const USUAL_WINDOW = 240 * 1024

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
 */
export function readWindow(file: TrackedFile, reading: Reading): boolean {
  const { group, writer, time, takePartial } = reading
  const bytes = readBytes(file, reading)
  const { length } = bytes
  if (length === 0) return false
  const window = { group, bytes, base: group.commit(length), position: file.offset, time }
  const start = beginOf(file, bytes)
  let end = writer.addLines(window, start)
  const rest = length - end
  const isTooLong = end === start && rest > LONGEST_LINE
  const isPartial =
    end === start && rest > 0 && takePartial && file.offset + length === file.size && !isTooLong
  if (isTooLong || isPartial) {
    end = isTooLong ? writer.cutPosition(bytes, start + LONGEST_LINE) : length
    writer.addLine(window, start, end)
  }
  file.cut = isPartial
  file.examined = file.offset + length
  file.offset += end
  return isTooLong
}

/** The next window, uncommitted: a usual one, or where that has no end of a line, one for the longest line. */
function readBytes(file: TrackedFile, reading: Reading): Buffer {
  const usual = readUpTo(USUAL_WINDOW, file, reading)
  const isWhole = usual.length < USUAL_WINDOW || usual.includes(NEWLINE, beginOf(file, usual))
  // One byte more than the longest line: its newline.
  return isWhole ? usual : readUpTo(LONGEST_LINE + 1, file, reading)
}

/** Reads synchronously: a read from the page cache is a copy, and a third of the CPU time of handing it to a thread. */
function readUpTo(most: number, file: TrackedFile, { fd, group }: Reading): Buffer {
  const wanted = Math.min(most, file.size - file.offset)
  const room = group.reserve(wanted)
  const length = readSync(fd, room, 0, wanted, file.offset)
  return Buffer.from(room.buffer, room.byteOffset, length)
}

/** Past the newline of a line whose beginning was an event already. */
function beginOf(file: TrackedFile, bytes: Buffer): number {
  return file.cut && bytes[0] === NEWLINE ? 1 : 0
}
