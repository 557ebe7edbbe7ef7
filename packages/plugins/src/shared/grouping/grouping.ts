import type { GroupInfo } from '@sluice/plugin'
import { type ColumnAggregator, type HeldGroup, SLAB_SIZE } from '@sluice/plugin/columns'
import type { PackIds } from './pack-ids.ts'

/** Milliseconds without input after which waiting for more is pointless. */
export const IDLE_MS = 50

/** Most bytes of a group. */
const GROUP_BYTES = 3 * 1024 * 1024
/** Most bytes of a group put together from several: what they are copied to is one slab. */
const MERGED_BYTES = SLAB_SIZE
/** Bytes from which a group is worth sending alone, rather than copying it. */
const LARGE_BYTES = 256 * 1024
/** Most bytes held back, and most groups. */
const POOL_BYTES = 10 * 1024 * 1024
const POOL_GROUPS = 1024

const SOURCE = '__source__'
const TOPIC = '__topic__'
const PACK_ID = '__pack_id__'

export interface GroupingOptions {
  /** Most events of a group. */
  readonly maxCount: number
  /** Topic of groups that have none; empty for none. */
  readonly topic: string
  /** Whether groups of different sources stay apart. */
  readonly bySource: boolean
  /** What leaves is numbered with these. */
  readonly packIds: PackIds | undefined
}

interface OpenGroup {
  readonly group: HeldGroup
  bytes: number
}

/**
 * Puts small groups that share all of their tags and metadata together, until they are worth sending. Groups that are
 * large already pass, divided if they are too large; nothing else is copied. Events that share a key keep their order.
 */
export class Grouping implements ColumnAggregator {
  readonly #options: GroupingOptions
  readonly #open = new Map<string, OpenGroup>()
  #bytes = 0

  constructor(options: GroupingOptions) {
    this.#options = options
  }

  add(group: HeldGroup): readonly HeldGroup[] {
    const { topic, bySource, maxCount } = this.#options
    const { metadata } = group.info
    if (topic !== '' && !metadata.has(TOPIC)) metadata.add(TOPIC, topic)
    if (!bySource) metadata.delete(SOURCE)
    const key = keyOf(group.info)
    const { size, length } = group
    const mostEvents = Math.min(
      maxCount,
      Math.max(1, Math.floor((length * GROUP_BYTES) / Math.max(1, size))),
    )
    const isLarge = length * 2 > mostEvents || size >= LARGE_BYTES
    return isLarge ? this.#pass(key, group, mostEvents) : this.#merge(key, group, size)
  }

  flush(): readonly HeldGroup[] {
    const complete = [...this.#open.values()].map(({ group }) => this.#seal(group))
    this.#open.clear()
    this.#bytes = 0
    return complete
  }

  /** Sends the group at once, behind what is held of its key. */
  #pass(key: string, group: HeldGroup, mostEvents: number): readonly HeldGroup[] {
    const complete = this.#close(key)
    while (group.length > mostEvents) complete.push(this.#seal(group.split(mostEvents)))
    complete.push(this.#seal(group))
    return complete
  }

  #merge(key: string, group: HeldGroup, bytes: number): readonly HeldGroup[] {
    const { maxCount } = this.#options
    const complete: HeldGroup[] = []
    let open = this.#open.get(key)
    if (open !== undefined && !hasRoom(open, group, bytes, maxCount)) {
      complete.push(...this.#close(key))
      open = undefined
    }
    this.#bytes += bytes
    if (open === undefined) {
      this.#open.set(key, { group, bytes })
    } else {
      open.group.take(group)
      open.bytes += bytes
      if (open.group.length >= maxCount) complete.push(...this.#close(key))
    }
    const isCrowded = this.#bytes > POOL_BYTES || this.#open.size > POOL_GROUPS
    return isCrowded ? [...complete, ...this.flush()] : complete
  }

  #close(key: string): HeldGroup[] {
    const open = this.#open.get(key)
    if (open === undefined) return []
    this.#open.delete(key)
    this.#bytes -= open.bytes
    return [this.#seal(open.group)]
  }

  #seal(group: HeldGroup): HeldGroup {
    const { packIds } = this.#options
    const { tags, metadata } = group.info
    if (packIds !== undefined) tags.add(PACK_ID, packIds.next(metadata.get(SOURCE)))
    return group
  }
}

function hasRoom(open: OpenGroup, group: HeldGroup, bytes: number, maxCount: number): boolean {
  return open.group.length + group.length <= maxCount && open.bytes + bytes <= MERGED_BYTES
}

function keyOf({ tags, metadata }: GroupInfo): string {
  return JSON.stringify([tags.sorted(), metadata.sorted()])
}
