import { readSync } from 'node:fs'
import type { ColumnGroup } from '@sluice/plugin/columns'
import { type Ending, LONGEST_EVENT, type Split, type Splitter } from './stretch.ts'
import type { TrackedFile } from '../files/tracked-file.ts'
import type { Source } from './utf8-source.ts'

const NEWLINE = 10

/** How one reading is to be done. */
export interface Reading {
  readonly fd: number
  readonly group: ColumnGroup
  readonly source: Source
  readonly splitter: Splitter
  /** Wall time, milliseconds since the epoch. */
  readonly time: number
  /** Take what is incomplete too, if the file ends with it. */
  readonly takePartial: boolean
}

/**
 * Reads one stretch of a file into a group, makes events of it and moves the file's offset behind them. What is incomplete
 * is left in the file.
 */
export function readWindow(
  file: TrackedFile,
  reading: Reading,
): Pick<Split, 'isCut' | 'discarded'> {
  const { group, source, splitter, time } = reading
  const bytes = readBytes(file, reading)
  const { length } = bytes
  if (length === 0) return { isCut: false, discarded: 0 }
  const position = file.offset
  const start = beginOf(file, bytes)
  const lines = Math.max(start, bytes.lastIndexOf(NEWLINE) + 1)
  const ending = endingOf(file, bytes, start, lines, reading)
  let end = lines
  if (ending === 'torn') end = source.cutPosition(bytes, start, start + LONGEST_EVENT)
  if (ending === 'last') end = length
  const stretch = source.stretch({ group, bytes, start, end, position })
  const split = splitter.split(stretch, ending, file.amid, time)
  file.offset = stretch.placeOf(split.end)
  file.examined = position + length
  file.cut = ending === 'last' && end > lines
  file.amid = split.amid
  return split
}

/**
 * @param start where the first line begins
 * @param lines where the last complete one ends
 */
function endingOf(
  { offset, size }: TrackedFile,
  { length }: Buffer,
  start: number,
  lines: number,
  { takePartial }: Reading,
): Ending {
  if (length - start > LONGEST_EVENT) return lines === start ? 'torn' : 'full'
  return takePartial && offset + length === size ? 'last' : 'more'
}

/**
 * The next window: a usual one, or where that had nothing complete, one for the longest event and its newline. Reads
 * synchronously: a read from the page cache is a copy, and a third of the CPU time of handing it to a thread.
 */
function readBytes(file: TrackedFile, { fd, group, source }: Reading): Buffer {
  const isLong = file.examined - file.offset >= source.window
  const most = isLong ? LONGEST_EVENT + 1 : source.window
  const wanted = Math.min(most, file.size - file.offset)
  const room = source.room(group, wanted)
  const length = readSync(fd, room, 0, wanted, file.offset)
  return Buffer.from(room.buffer, room.byteOffset, length)
}

/** Past the newline of a line whose beginning was an event already. */
function beginOf(file: TrackedFile, bytes: Buffer): number {
  return file.cut && bytes[0] === NEWLINE ? 1 : 0
}
