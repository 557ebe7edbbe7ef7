const SLOTS = 16
const ENTRY_SIZE = 20
/** Word of an entry. */
const KEY = 1

/** Names that fit: a small dictionary is soon copied, and few logs need a large one. */
const FEW = 64
const MANY = 1024
const USUAL_LENGTH = 24
const PADDING = 16

/** Longer names, in bytes, are in no dictionary. */
export const LONGEST_KEY = 128

/** What kernels answer with while a group has no key for a name. */
const NO_KEY = -1

interface Entry {
  /** Where it is in the image. */
  readonly offset: number
  readonly name: string
}

/**
 * The names that kernels have met in values, as bytes, with the key each stands for. A kernel works on a copy of the
 * image, into which the ids that keys have in a group are put by and by; see `assembly/key-dictionary.ts`.
 */
export class KeyDictionary {
  readonly #suffix: number
  readonly #nameOf: (source: Buffer) => string
  /** So that nobody can choose names that share a slot. */
  readonly #seed = Math.trunc(Math.random() * 2 ** 32)
  readonly #entries = new Map<string, Entry>()
  readonly #names = new Set<string>()
  #capacity = FEW
  #image = new Uint32Array(0)
  #used = 0
  #isFull = true

  /** `suffix` is the byte that follows a name in values, `nameOf` tells the key that the bytes of a name stand for. */
  constructor(suffix: number, nameOf: (source: Buffer) => string) {
    this.#suffix = suffix
    this.#nameOf = nameOf
    this.#reset()
  }

  /** Whether it refused a name for want of room. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** What to copy into the memory of kernels. When it was full it begins anew, with more room. */
  image(): Uint32Array {
    if (this.#isFull) {
      this.#capacity = MANY
      this.#reset()
    }
    return this.#image
  }

  /**
   * Gives the entry of the name at [from, end) of `slab` the id of its key, in `placed`, a copy of the image; makes the
   * entry if there is none. False when it cannot have one: it is too long, there is no room, or other bytes stand for the
   * same key.
   */
  learn(
    placed: Uint32Array,
    slab: Buffer,
    [from, end]: readonly [from: number, end: number],
    idOf: (name: string) => number,
  ): boolean {
    const text = slab.toString('latin1', from, end)
    const entry = this.#entries.get(text) ?? this.#add(placed, slab.subarray(from, end), text)
    if (entry === undefined) return false
    placed[entry.offset / 4 + KEY] = idOf(entry.name)
    return true
  }

  #add(placed: Uint32Array, source: Buffer, text: string): Entry | undefined {
    if (source.length > LONGEST_KEY) return undefined
    const name = this.#nameOf(source)
    if (this.#names.has(name)) return undefined
    const count = this.#entries.size
    const end = this.#used + source.length + 1
    if (count === this.#capacity || end + PADDING > this.#image.byteLength) {
      this.#isFull = true
      return undefined
    }
    const offset = this.#entriesOffset + (count + 1) * ENTRY_SIZE
    const slot = this.#freeSlot(source)
    for (const image of [this.#image, placed]) {
      image[slot] = offset
      image.set([source.length, NO_KEY, 0, 0, this.#used], offset / 4)
      const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength)
      bytes.set(source, this.#used)
      bytes[end - 1] = this.#suffix
    }
    this.#used = end
    const entry = { offset, name }
    this.#entries.set(text, entry)
    this.#names.add(name)
    return entry
  }

  /** The word of the first free slot for a name. */
  #freeSlot(source: Buffer): number {
    const mask = this.#slotCount - 1
    let slot = hashOf(this.#seed, source) & mask
    while (this.#image[SLOTS / 4 + slot] !== 0) slot = (slot + 1) & mask
    return SLOTS / 4 + slot
  }

  get #slotCount(): number {
    return this.#capacity * 2
  }

  get #entriesOffset(): number {
    return SLOTS + this.#slotCount * 4
  }

  #reset(): void {
    const texts = this.#entriesOffset + (this.#capacity + 1) * ENTRY_SIZE
    this.#image = new Uint32Array((texts + this.#capacity * USUAL_LENGTH + PADDING) / 4)
    this.#image.set([this.#slotCount - 1, this.#entriesOffset, this.#seed])
    this.#used = texts
    this.#isFull = false
    this.#entries.clear()
    this.#names.clear()
  }
}

/** In the manner of FNV-1a by words of four bytes, the last one filled up with zeros, from a seed and the length on. */
function hashOf(seed: number, source: Buffer): number {
  const padded = Buffer.alloc((source.length + 3) & ~3)
  source.copy(padded)
  let hash = seed ^ source.length
  for (let at = 0; at < padded.length; at += 4) {
    hash = Math.imul(hash ^ padded.readInt32LE(at), 0x01000193)
    hash ^= hash >>> 15
  }
  return hash
}
