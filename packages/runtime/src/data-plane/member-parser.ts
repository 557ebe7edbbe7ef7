import {
  type KeyDictionary,
  MEMBERS_BLOCK_WORDS,
  parseMembers,
  type ParsedMembers,
  SPARE_KEYS,
  UNDECIDED,
  type ValueCall,
} from '@sluice/kernels'
import { SLAB_SIZE } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { type KernelProgress, parseValues, type ValueKernel } from './parse-values.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Names that are looked up at a time. */
const NAME_CAPACITY = 64
const PAIR_SIZE = 8
/** Both kinds of pairs without a key. */
const SPARE_KEY_COUNT = 2 * SPARE_KEYS
const NO_KEY = -1

/** What the members of values are. */
export interface MemberKind {
  readonly dictionary: KeyDictionary
  readonly mode: number
  /** For pairs: how they look, and the name of the spare key of a number. */
  readonly pairs?: { readonly image: Uint8Array; readonly spareName: (index: number) => string }
}

/** Addresses of what one call works with, and the words of the dictionary. */
interface Places {
  readonly dictionary: number
  readonly size: number
  readonly names: number
  readonly spareKeys: number
}

/** Makes fields of the members of values by the kernel, and gives names their keys; remembers names from group to group. */
export class MemberParser {
  readonly #memory: SharedMemory
  readonly #kind: MemberKind
  /** Of the group before. */
  #usualRuns = 8

  constructor(memory: SharedMemory, kind: MemberKind) {
    this.#memory = memory
    this.#kind = kind
  }

  /** What the kernel says of each row; `UNDECIDED` where it says nothing. */
  parse(group: Group, runs: Int32Array): Uint8Array {
    const { table } = group
    const { runCount } = table
    const results = new Uint8Array(runs.length).fill(UNDECIDED)
    parseValues(this.#memory, group, runs, this.#kernel(group), results)
    this.#usualRuns = Math.ceil((table.runCount - runCount) / Math.max(1, runs.length)) + 1
    return results
  }

  #kernel(group: Group): ValueKernel {
    const { table } = group
    const { dictionary, mode, pairs } = this.#kind
    const image = dictionary.image()
    const spareKeys = new Int32Array(pairs === undefined ? 0 : SPARE_KEY_COUNT).fill(NO_KEY)
    let stamp = 0
    return {
      blockWords: MEMBERS_BLOCK_WORDS,
      parts: [image, spareKeys, pairs?.image ?? spareKeys],
      workSize: NAME_CAPACITY * PAIR_SIZE,
      usualRuns: this.#usualRuns,
      run: (block, call, [placed = 0, spare = 0, pairsAt = 0], names) => {
        const parsed = parseMembers(this.#memory.kernels, block, {
          ...call,
          dictionary: placed,
          isFull: dictionary.isFull,
          names,
          nameCapacity: NAME_CAPACITY,
          mode,
          stamp,
          text: table.used,
          textEnd: Math.min(table.slab.length, SLAB_SIZE),
          pairs: pairs === undefined ? 0 : pairsAt,
          spareKeys: spare,
        })
        stamp = parsed.stamp
        table.commit(parsed.text - table.used)
        const places = { dictionary: placed, size: image.length, names, spareKeys: spare }
        return this.#goOn(group, call, parsed, places)
      },
    }
  }

  /** Sees to what the kernel stopped for; where that cannot be helped, the row is undecided. */
  #goOn(group: Group, call: ValueCall, parsed: ParsedMembers, places: Places): KernelProgress {
    const { stop, runCount, position } = parsed
    if (stop === 'end' || stop === 'runs') return parsed
    if (this.#hasHelped(group, parsed, places)) return { position, runCount, isReady: true }
    new Uint8Array(this.#memory.buffer)[call.results + position] = UNDECIDED
    return { position: position + 1, runCount }
  }

  #hasHelped(group: Group, parsed: ParsedMembers, places: Places): boolean {
    if (parsed.stop === 'names') return this.#learn(group, places, parsed.nameCount)
    if (parsed.stop === 'text') return makeRoom(group, parsed.missingText)
    const { missingKey } = parsed
    const name = this.#kind.pairs?.spareName(missingKey) ?? ''
    new Int32Array(this.#memory.buffer, places.spareKeys)[missingKey] = group.key(name)
    return true
  }

  /** Gives names keys of the group; false when one cannot be in the dictionary. */
  #learn({ table }: Group, places: Places, count: number): boolean {
    const { buffer } = this.#memory
    const placed = new Uint32Array(buffer, places.dictionary, places.size)
    const names = new Uint32Array(buffer, places.names, count * 2)
    const idOf = (name: string): number => table.key(name)
    for (let index = 0; index < names.length; index += 2) {
      const from = names[index] as number
      const end = from + (names[index + 1] as number)
      if (!this.#kind.dictionary.learn(placed, table.slab, [from, end], idOf)) return false
    }
    return true
  }
}

/** Makes room for text behind the bytes of the group, if it may have so many. */
function makeRoom({ table }: Group, size: number): boolean {
  if (table.used + size > SLAB_SIZE) return false
  table.reserve(size)
  return true
}
