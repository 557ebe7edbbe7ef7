import type { WasmKernels } from './create-kernels.ts'
import {
  type ValueCall,
  valueProgress,
  type ValueProgress,
  VALUE_CALL_WORDS,
  writeValueCall,
} from './value-call.ts'

/** Words of the parameter block of `parseMembers`. */
export const MEMBERS_BLOCK_WORDS = VALUE_CALL_WORDS + 15

/** What is done how with members of JSON objects: the sum of those that apply. */
export const JsonMode = {
  /** `null` gives an empty value. */
  emptyNull: 1,
  /** An object with two members of one name is undecided. */
  uniqueKeys: 2,
  /** Objects with objects in them are undecided. */
  noObjects: 4,
  /** Objects with arrays in them are undecided. */
  noArrays: 8,
} as const

/** What is done how with pairs. */
export const PairMode = {
  /** Pairs without a separator are left out. */
  discard: 1,
} as const

/** What the result of an entry says besides `MATCHED`: that pairs had no separator, or no key in front of one. */
export const PairResult = { noSeparator: 4, emptyKey: 8 } as const

/** Pairs without a key get one of so many of their kind; more are undecided. */
export const SPARE_KEYS = 32

const STOPS = { 0: 'end', 64: 'runs', 65: 'names', 66: 'text', 67: 'key' } as const

/** Values with members. */
export interface MemberValues extends ValueCall {
  /** A copy of a `KeyDictionary`'s image, with the keys of the group. */
  readonly dictionary: number
  /** The dictionary takes no more names: those it has not are undecided. */
  readonly isFull: boolean
  /** Room for `nameCapacity` pairs of integers. */
  readonly names: number
  readonly nameCapacity: number
  /** See {@link JsonMode} and {@link PairMode}. */
  readonly mode: number
  /** As the last call on this copy of the dictionary left it, at first 0. */
  readonly stamp: number
  /** Offset in the slab behind what is used: strings with escapes are written there. */
  readonly text: number
  /** How far texts may go; 16 bytes behind it must be writable. */
  readonly textEnd: number
  /** Where `pairsImage` is, if values are pairs and not JSON. */
  readonly pairs: number
  /** Keys of pairs without a separator and then of those without a key, `SPARE_KEYS` each, -1 for none. Only for pairs. */
  readonly spareKeys: number
}

export interface ParsedMembers extends ValueProgress {
  /**
   * Why the kernel stopped at `position`: at the end, for want of runs, at names without a key in the group (`nameCount`
   * pairs of offset and length in `names`), for want of room for up to `missingText` bytes behind `text`, or of the spare
   * key number `missingKey`.
   */
  readonly stop: (typeof STOPS)[keyof typeof STOPS]
  readonly stamp: number
  readonly text: number
  readonly nameCount: number
  readonly missingText: number
  readonly missingKey: number
}

/**
 * Makes fields of the members of values: to the row of each entry it appends a run for each member in order. An entry whose
 * row has a key that the dictionary cannot hold, or that is not bytes of the slab, is undecided.
 *
 * JSON objects are valid by RFC 8259; UTF-8 is not looked at. A string is its bytes without escapes, anything else its
 * bytes as they stand. Undecided are those nested more than 65 deep, and those that the mode excludes.
 */
export function parseMembers(
  kernels: WasmKernels,
  block: Uint32Array,
  values: MemberValues,
): ParsedMembers {
  writeValueCall(block, values)
  const own = block.subarray(VALUE_CALL_WORDS)
  own[0] = values.dictionary
  own[1] = values.isFull ? 1 : 0
  own[2] = values.names
  own[3] = values.nameCapacity
  own[5] = values.mode
  own[6] = values.stamp
  own[7] = values.text
  own[8] = values.textEnd
  own[10] = values.pairs
  own[11] = values.spareKeys
  const stop = kernels.parseMembers(block.byteOffset) as keyof typeof STOPS
  return {
    ...valueProgress(block),
    stop: STOPS[stop],
    nameCount: own[4] as number,
    stamp: own[6],
    text: own[7],
    missingText: own[9] as number,
    missingKey: own[12] as number,
  }
}

/** How pairs look, as the kernel reads it: what stands between two, between key and value, and around values if anything. */
export function pairsImage(delimiter: string, separator: string, quote: string): Uint8Array {
  return Buffer.concat([delimiter, separator, quote, separator + quote].map(textImage))
}

/** Length and bytes, to a multiple of four. */
function textImage(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const image = Buffer.alloc(4 + ((length + 3) & ~3))
  image.writeUInt32LE(length)
  image.write(text, 4)
  return image
}
