import type { Path } from './path.ts'
import type { ScalarValue } from './type-scalar.ts'

/** A value of a configuration file together with the place it was written at. Immutable; aliases share nodes. */
export type ConfigNode = ScalarNode | ListNode | MapNode

export interface ScalarNode {
  readonly kind: 'scalar'
  /** Offset into the text of the file. */
  readonly at: number
  readonly value: ScalarValue
  /** `secret`: holds the value of a secret reference; `unresolved`: a reference failed and was reported. */
  readonly origin: 'text' | 'secret' | 'unresolved'
}

export interface ListNode {
  readonly kind: 'list'
  readonly at: number
  readonly items: readonly ConfigNode[]
}

export interface MapNode {
  readonly kind: 'map'
  readonly at: number
  readonly entries: readonly MapEntry[]
}

export interface MapEntry {
  readonly key: string
  /** Offset of the key. */
  readonly at: number
  readonly value: ConfigNode
}

/** Where a path leads, or how far it goes. */
export interface Located {
  /** The node at the end of the path; undefined when the path leaves the tree. */
  readonly node: ConfigNode | undefined
  /** The last node on the path that exists. */
  readonly deepest: ConfigNode
  /** Offset of the key or item of that last node; undefined when that is the root. */
  readonly at: number | undefined
}

/** The entry with exactly this key. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key)
}

/** The plain JavaScript value of a node, made anew at every call. */
export function toValue(node: ConfigNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toValue)
  // Object.fromEntries defines own properties, so a key named __proto__ is an ordinary key.
  return Object.fromEntries(node.entries.map((entry) => [entry.key, toValue(entry.value)]))
}

/** Follows a path as far as it goes. */
export function locate(root: ConfigNode, path: Path): Located {
  let deepest = root
  let at: number | undefined
  for (const step of path) {
    const next = follow(deepest, step)
    if (next === undefined) return { node: undefined, deepest, at }
    deepest = next.value
    at = next.at
  }
  return { node: deepest, deepest, at }
}

/** A copy without the map entry at the end of the path. */
export function withoutEntry<Node extends ConfigNode>(node: Node, path: Path): Node {
  const [step, ...rest] = path
  if (step === undefined || node.kind === 'scalar') return node
  if (node.kind === 'list') {
    const items = node.items.map((item, i) =>
      i === Number(step) ? withoutEntry(item, rest) : item,
    )
    return { ...node, items }
  }
  const entries = node.entries.flatMap((entry) => {
    if (entry.key !== String(step)) return [entry]
    return rest.length === 0 ? [] : [{ ...entry, value: withoutEntry(entry.value, rest) }]
  })
  return { ...node, entries }
}

function follow(node: ConfigNode, step: string | number) {
  if (node.kind === 'map') return entryOf(node, String(step))
  if (node.kind === 'scalar') return undefined
  const item = node.items[Number(step)]
  return item === undefined ? undefined : { value: item, at: item.at }
}
