/** A source of numbers in [0, 1), always the same ones for the same seed (mulberry32). */
export type Random = () => number

export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of the items; the first ones come up more often, as a site's popular pages do. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() ** 2 * items.length)]!
}

/** A whole number from 0 to `end - 1`. */
export function below(random: Random, end: number): number {
  return Math.floor(random() * end)
}
