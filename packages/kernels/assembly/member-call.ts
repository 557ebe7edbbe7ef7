import { OWN } from './value-call'

// What the kernel of members has behind the head of its parameter block: a u32 each at these byte offsets.

export const DICTIONARY: usize = OWN
/** Whether no more names fit into the dictionary. */
export const IS_FULL: usize = OWN + 4
/** List of names without a key in the row that stopped the call, its capacity, and the number of entries. */
export const NAMES: usize = OWN + 8
export const NAME_CAPACITY: usize = OWN + 12
export const NAME_COUNT: usize = OWN + 16
/** Bits that say how. */
export const MODE: usize = OWN + 20
/** Counts attempts at rows; changed. */
export const STAMP: usize = OWN + 24
/** Offset in the slab behind what is used, and how far it may go; the first one is changed. */
export const TEXT: usize = OWN + 28
export const TEXT_END: usize = OWN + 32
/** Bytes that the texts of the row that stopped the call may take. */
export const MISSING_TEXT: usize = OWN + 36
/** How pairs look; 0 for JSON objects. */
export const PAIRS: usize = OWN + 40
/** The keys of pairs that have none, by kind and number; the one that is missing. */
export const SPARE_KEYS: usize = OWN + 44
export const MISSING_KEY: usize = OWN + 48
/** Of one row, inside: number of new runs, offset behind its texts. */
export const ADDED: usize = OWN + 52
export const NEW_TEXT: usize = OWN + 56

/** Why a call stopped before the last entry; larger than any result. */
export const STOP_RUNS: u32 = 64
export const STOP_NAMES: u32 = 65
export const STOP_TEXT: u32 = 66
export const STOP_KEY: u32 = 67

/** Takes a name into the list of those without a key; false when the list is full. */
export function noteName(block: usize, offset: usize, length: usize): bool {
  const count = load<u32>(block, NAME_COUNT)
  if (count === load<u32>(block, NAME_CAPACITY)) return false
  const entry = <usize>load<u32>(block, NAMES) + ((<usize>count) << 3)
  store<u32>(entry, <u32>offset)
  store<u32>(entry, <u32>length, 4)
  store<u32>(block, count + 1, NAME_COUNT)
  return true
}
