import type { WasmKernels } from './create-kernels.ts'

/** Most programs of a call: each has two bits of a line's flags. */
export const MOST_LINE_PROGRAMS = 4
/** Bytes of the parameter block of `matchLines`. */
export const LINES_BLOCK_SIZE = 28 + 12 * MOST_LINE_PROGRAMS

/** How far the flag of an undecided program is above the one it would have for a match. */
export const UNDECIDED_SHIFT = 4

/** Lines to find and test. Every pointer is an address in the memory of the kernels. */
export interface LinesToMatch {
  /** The lines of [from, to); 16 bytes behind `to` must be readable. */
  readonly from: number
  readonly to: number
  /** At most `MOST_LINE_PROGRAMS`. */
  readonly programs: readonly LineProgram[]
  /** A 32-bit integer for each line: the address of its end. */
  readonly ends: number
  /** A byte for each line. */
  readonly flags: number
  /** Lines that there is room for. */
  readonly capacity: number
  /** As much as the program that needs most says. */
  readonly work: number
}

/** Where a program's image is, and the bit that a line has when it matches. */
export interface LineProgram {
  readonly image: number
  readonly classesOffset: number
  /** One of 1, 2, 4 and 8. */
  readonly flag: number
}

/**
 * Writes the end of each line, without its `\n`, and the flags of the programs that match it; that of a program that is
 * undecided is shifted by `UNDECIDED_SHIFT`. What is left behind the last `\n` is a line too, unless it is empty. Returns
 * the number of lines; when there are as many as there was room for, the next call begins behind the `\n` of the last.
 *
 * `block` is `LINES_BLOCK_SIZE` bytes of the memory that nobody else uses meanwhile.
 */
export function matchLines(kernels: WasmKernels, block: Uint32Array, lines: LinesToMatch): number {
  block[0] = lines.from
  block[1] = lines.to
  block[2] = lines.ends
  block[3] = lines.flags
  block[4] = lines.capacity
  block[5] = lines.work
  block[6] = lines.programs.length
  for (const [index, { image, classesOffset, flag }] of lines.programs.entries()) {
    block[7 + 3 * index] = image
    block[8 + 3 * index] = image + classesOffset
    block[9 + 3 * index] = flag
  }
  return kernels.matchLines(block.byteOffset)
}
