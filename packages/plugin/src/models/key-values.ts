/**
 * An insertion-ordered map with unique keys: tags and metadata of groups, tags of events. Reading a missing key gives
 * `undefined`; nothing throws.
 */
export class KeyValues<Value> implements Iterable<readonly [string, Value]> {
  readonly #entries: Map<string, Value>

  constructor(initial?: Readonly<Record<string, Value>> | Iterable<readonly [string, Value]>) {
    if (initial === undefined) this.#entries = new Map()
    else this.#entries = new Map(isIterable(initial) ? initial : Object.entries(initial))
  }

  /** Number of pairs. */
  get size(): number {
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  /** Sets one pair; an existing key keeps its position and gets the new value. */
  add(key: string, value: Value): this {
    this.#entries.set(key, value)
    return this
  }

  addAll(values: Readonly<Record<string, Value>>): this {
    for (const key of Object.keys(values)) this.#entries.set(key, values[key] as Value)
    return this
  }

  /** Adds every pair of `other`; on equal keys `other` wins. */
  merge(other: KeyValues<Value>): this {
    for (const [key, value] of other) this.#entries.set(key, value)
    return this
  }

  delete(key: string): boolean {
    return this.#entries.delete(key)
  }

  /** The pairs in ascending order of their keys (by UTF-16 code unit). */
  sorted(): (readonly [string, Value])[] {
    return [...this.#entries].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  }

  clone(): KeyValues<Value> {
    return new KeyValues(this.#entries)
  }

  toJSON(): Record<string, Value> {
    return Object.fromEntries(this.#entries)
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.#entries[Symbol.iterator]()
  }
}

function isIterable<Value>(
  value: Readonly<Record<string, Value>> | Iterable<readonly [string, Value]>,
): value is Iterable<readonly [string, Value]> {
  return Symbol.iterator in value
}
