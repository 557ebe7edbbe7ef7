import type { DelimiterOptions } from '../delimiter/split-text.ts'
import type { WasmKernels } from './create-kernels.ts'
import {
  type ValueCall,
  valueProgress,
  type ValueProgress,
  VALUE_CALL_WORDS,
  writeValueCall,
} from './value-call.ts'

/** Words of the parameter block of `splitFields`. */
export const SPLIT_BLOCK_WORDS = VALUE_CALL_WORDS + 11

const OUT = VALUE_CALL_WORDS + 6
const MOST = VALUE_CALL_WORDS + 8
const NO_QUOTE = 0x100

/** Values to split; see {@link ValueCall}. */
export interface SplitRows extends ValueCall {
  /** Where the image of the separator is. */
  readonly separator: number
  /** 32-bit key ids: of the keys, and behind them of what the rest becomes; -1 leaves a value out. */
  readonly keys: number
  readonly keyCount: number
  readonly restKeyCount: number
  /** Room for values that do not stand in the slab as they are; 16 bytes behind its end must be writable. */
  readonly out: number
  readonly outEnd: number
}

export interface SplitProgress extends ValueProgress {
  /** The end of what was written to `out`. */
  readonly out: number
  /** The most values that a row has, whether there were keys for them or not. */
  readonly most: number
}

/** A separator as the kernel reads it: goes to the memory of the kernels, to a multiple of four. */
export function separatorImage(separator: string): Uint8Array {
  const bytes = Buffer.from(separator)
  const image = Buffer.alloc(4 + bytes.length)
  image.writeUInt32LE(bytes.length)
  bytes.copy(image, 4)
  return image
}

/** The bits of {@link DelimiterOptions} in the form of the kernel. */
function optionBits({ trim, lastEmpty, strict, requireAll, rest }: DelimiterOptions): number {
  const restBits = { each: 16, tail: 32, joined: 64, none: 0 }[rest]
  return restBits | (trim ? 1 : 0) | (lastEmpty ? 2 : 0) | (strict ? 4 : 0) | (requireAll ? 8 : 0)
}

/**
 * Splits the values of entries and appends a run for each part to their rows; results are those of `Split`, or `UNDECIDED`:
 * the value is not bytes, has more parts than there are keys, or has quotes for which there is no room in `out`.
 *
 * Stops before an entry whose runs, one for each key and those it has, might not fit; when `position` did not move, the
 * table needs more room. `block` is `SPLIT_BLOCK_WORDS` words of the memory that nobody else uses meanwhile.
 */
export function splitFields(
  kernels: WasmKernels,
  block: Uint32Array,
  options: DelimiterOptions,
  rows: SplitRows,
): SplitProgress {
  const { quote } = options
  writeValueCall(block, rows)
  block[VALUE_CALL_WORDS] = rows.separator
  block[VALUE_CALL_WORDS + 1] = quote === '' ? NO_QUOTE : quote.charCodeAt(0)
  block[VALUE_CALL_WORDS + 2] = rows.keys
  block[VALUE_CALL_WORDS + 3] = rows.keyCount
  block[VALUE_CALL_WORDS + 4] = rows.restKeyCount
  block[VALUE_CALL_WORDS + 5] = optionBits(options)
  block[OUT] = rows.out
  block[OUT + 1] = rows.outEnd
  block[MOST] = 0
  kernels.splitFields(block.byteOffset)
  return { out: block[OUT], most: block[MOST], ...valueProgress(block) }
}
