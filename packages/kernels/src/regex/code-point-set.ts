/** Inclusive bounds. */
export type CodePointRange = readonly [from: number, to: number]

/** Ranges in ascending order that neither overlap nor touch. */
export type CodePointSet = readonly CodePointRange[]

export const MAX_CODE_POINT = 0x10ffff

/** Puts ranges of any order into the form of a set. */
export function setOf(ranges: readonly CodePointRange[]): CodePointSet {
  const merged: [number, number][] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

export function singleCodePoint(codePoint: number): CodePointSet {
  return [[codePoint, codePoint]]
}

export function unionSets(a: CodePointSet, b: CodePointSet): CodePointSet {
  return a.length === 0 ? b : b.length === 0 ? a : setOf([...a, ...b])
}

export function negateSet(set: CodePointSet): CodePointSet {
  const outside: CodePointRange[] = []
  let next = 0
  for (const [from, to] of set) {
    if (from > next) outside.push([next, from - 1])
    next = to + 1
  }
  if (next <= MAX_CODE_POINT) outside.push([next, MAX_CODE_POINT])
  return outside
}

/** The part of a set between two bounds, both included. */
export function clipSet(set: CodePointSet, low: number, high: number): CodePointSet {
  return set
    .filter(([from, to]) => to >= low && from <= high)
    .map(([from, to]) => [Math.max(from, low), Math.min(to, high)])
}

/** True when every code point between two bounds, both included, is in the set. */
export function setCovers(set: CodePointSet, low: number, high: number): boolean {
  return set.some(([from, to]) => from <= low && to >= high)
}

export function setsIntersect(a: CodePointSet, b: CodePointSet): boolean {
  return a.some(([from, to]) => b.some(([low, high]) => from <= high && low <= to))
}
