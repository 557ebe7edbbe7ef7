import type { WasmKernels } from './create-kernels.ts'

/** Bytes of the parameter block of `encodeJson`: its parameters and some space to work in. */
export const JSON_BLOCK_SIZE = 80

const TIME_MODES = { none: 0, 'number-first': 1, 'string-last': 2 } as const

/** Rows to encode. Every pointer is an address in the memory of the kernels. */
export interface JsonRows {
  /** The slab with the values. 32 bytes behind its end must be readable. */
  readonly slab: number
  readonly rows: number
  /** Every run has bytes of the slab as its value. */
  readonly runs: number
  /** Which rows, in order: 32-bit integers; 0 for rows 0, 1, … of the table. */
  readonly positions: number
  /** Two 32-bit integers for each key id: address and length of `"key":"`. 32 bytes behind it must be readable. */
  readonly prefixes: number
  /** What each line begins with, at least `{`. 32 bytes behind it must be readable. */
  readonly head: number
  readonly headLength: number
  /** Whether, where and how the seconds of the row become a field `__time__`. */
  readonly time: keyof typeof TIME_MODES
  /** Where the lines go. 32 bytes behind `capacity` must be writable. */
  readonly out: number
  readonly capacity: number
  /** The positions to encode are those from `position` on, before `end`. */
  readonly position: number
  readonly end: number
}

export interface EncodedJson {
  /** Bytes written to `out`. */
  readonly length: number
  /** The first position that was not written. */
  readonly position: number
}

/**
 * Writes rows of a table as JSON lines. The text of values is what `JSON.stringify` makes of the bytes decoded as UTF-8,
 * with U+FFFD for each invalid sequence. Rows without runs are left out.
 *
 * Stops before a row that may grow beyond `out`: six times the bytes of its values and what else it takes must fit. When
 * nothing was written although positions are left, that row has to be encoded in another way, or into a larger `out`.
 *
 * `block` is `JSON_BLOCK_SIZE` bytes of the memory that nobody else uses meanwhile, at a multiple of four.
 */
export function encodeJson(kernels: WasmKernels, block: Uint32Array, rows: JsonRows): EncodedJson {
  block[0] = rows.slab
  block[1] = rows.rows
  block[2] = rows.runs
  block[3] = rows.positions
  block[4] = rows.prefixes
  block[5] = rows.head
  block[6] = rows.headLength
  block[7] = TIME_MODES[rows.time]
  block[8] = rows.out
  block[9] = rows.capacity
  block[10] = rows.end
  block[11] = rows.position
  const length = kernels.encodeJson(block.byteOffset)
  return { length: length >>> 0, position: block[11] }
}
