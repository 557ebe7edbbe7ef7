// The dictionary of keys that packages/kernels/src/wasm/key-dictionary.ts makes: a table of slots, each the offset of an
// entry or 0; entries, the first of which stands for the beginning of a row; and texts. What follows a name in every
// value, such as a quote, stands behind it in its text.

const LENGTH: usize = 0
const KEY: usize = 4
/** The row that had it last. */
const STAMP: usize = 8
/** Address of the entry that followed it last, or 0. */
const NEXT: usize = 12
/** Offset of its text in the dictionary. */
const TEXT: usize = 16

/** Longer names are in no dictionary. */
export const LONGEST_KEY: usize = 128

export const NO_KEY: i32 = -1

/** Head of a dictionary: number of slots less one, offset of the first entry, and what hashes begin with. */
const SLOT_MASK: usize = 0
const FIRST_ENTRY: usize = 4
const SEED: usize = 8
const SLOTS: usize = 16

/** The entry of the beginning of a row. */
export function firstEntry(dictionary: usize): usize {
  return dictionary + <usize>load<u32>(dictionary, FIRST_ENTRY)
}

/** The entry that usually follows, if its name and what follows names stand at a position; else 0. */
export function expectedAt(dictionary: usize, previous: usize, at: usize): usize {
  const entry = <usize>load<u32>(previous, NEXT)
  if (entry === 0) return 0
  const size = keyLength(entry) + 1
  const text = dictionary + <usize>load<u32>(entry, TEXT)
  for (let index: usize = 0; index < size; index += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(text + index), v128.load(at + index)))
    const left = size - index
    const wanted = left < 16 ? ((<u32>1) << (<u32>left)) - 1 : 0xffff
    if ((<u32>same & wanted) !== wanted) return 0
  }
  return entry
}

export function keyLength(entry: usize): usize {
  return <usize>load<u32>(entry, LENGTH)
}

/** The key id, or NO_KEY while the group has none for it. */
export function keyOf(entry: usize): i32 {
  return load<i32>(entry, KEY)
}

/** Remembers that an entry followed another one. */
export function follow(previous: usize, entry: usize): void {
  store<u32>(previous, <u32>entry, NEXT)
}

/** Whether the entry was not yet in the row of this stamp. */
export function isFirstIn(entry: usize, stamp: u32): bool {
  if (load<u32>(entry, STAMP) === stamp) return false
  store<u32>(entry, stamp, STAMP)
  return true
}

/** The entry of the name at [from, end), or 0. */
export function findEntry(dictionary: usize, from: usize, end: usize): usize {
  const length = end - from
  if (length > LONGEST_KEY) return 0
  const mask = load<u32>(dictionary, SLOT_MASK)
  let slot = hashOf(load<u32>(dictionary, SEED), from, length) & mask
  while (true) {
    const offset = <usize>load<u32>(dictionary + ((<usize>slot) << 2), SLOTS)
    if (offset === 0) return 0
    const entry = dictionary + offset
    if (keyLength(entry) === length) {
      const text = dictionary + <usize>load<u32>(entry, TEXT)
      if (memory.compare(text, from, length) === 0) return entry
    }
    slot = (slot + 1) & mask
  }
}

/** In the manner of FNV-1a by words of four bytes, the last one filled up with zeros; `hashOf` of the host is the same. */
function hashOf(seed: u32, from: usize, length: usize): u32 {
  let hash = seed ^ <u32>length
  let at = from
  let rest = length
  for (; rest >= 4; rest -= 4, at += 4) hash = mix(hash, load<u32>(at))
  if (rest > 0) hash = mix(hash, load<u32>(at) & (((<u32>1) << ((<u32>rest) << 3)) - 1))
  return hash
}

function mix(hash: u32, word: u32): u32 {
  const product = (hash ^ word) * 0x0100_0193
  return product ^ (product >> 15)
}
