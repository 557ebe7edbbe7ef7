import type { ColumnGroup } from '@sluice/plugin/columns'

/** Longest line or block that stays one event: bytes of the file. */
export const LONGEST_EVENT = 512 * 1024

/**
 * What follows a stretch. `more`: perhaps more lines; `full`: it is as long as a block may be; `torn`: the rest of its
 * only line, which is too long; `last`: nothing.
 */
export type Ending = 'more' | 'full' | 'torn' | 'last'

/** What the next byte of a file is in the midst of, when what came before it was cut off as too long. */
export const AMIDS = ['block', 'blockLine', 'unmatchedLine'] as const
export type Amid = (typeof AMIDS)[number]

/** Lines of a file in a group, in UTF-8. */
export interface Stretch {
  readonly group: ColumnGroup
  /** The lines are the bytes `[from, to)` of the group. */
  readonly from: number
  readonly to: number
  /** These bytes; valid until more is reserved in the group. */
  readonly bytes: Buffer
  /** The place in the file of the line that begins at an offset of the group, or of the end. */
  placeOf(offset: number): number
}

/** What became of a stretch. */
export interface Split {
  /** Offset in the group behind what was used up; the rest is to come again, with more behind it. */
  readonly end: number
  readonly amid: Amid | undefined
  /** Whether something was too long and had to be cut. */
  readonly isCut: boolean
  /** Lines that were left out as parts of no block. */
  readonly discarded: number
}

/** Makes events of lines. */
export interface Splitter {
  /**
   * Adds events to the group of a stretch. What ends `full` or `torn` is used up at least in part, what ends `last` in
   * whole.
   *
   * @param amid what the stretch begins in the midst of
   * @param time of the events, milliseconds since the epoch
   */
  split(stretch: Stretch, ending: Ending, amid: Amid | undefined, time: number): Split
}
