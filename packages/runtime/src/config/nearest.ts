const longestName = 128
const mostSuggestions = 3

/**
 * The candidates that `name` was most likely meant to be, best first, at most three. A candidate that differs in case
 * only wins alone; the others are within a third of the name's length in Damerau-Levenshtein distance.
 */
export function nearest(name: string, candidates: Iterable<string>): readonly string[] {
  if (name === '' || name.length > longestName) return []
  const wanted = name.toLowerCase()
  const limit = Math.max(1, Math.floor(name.length / 3))
  const found: { readonly candidate: string; readonly distance: number }[] = []
  for (const candidate of new Set(candidates)) {
    const distance = editDistance(wanted, candidate.toLowerCase(), limit)
    if (distance !== undefined) found.push({ candidate, distance })
  }
  found.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
  const best = found[0]?.distance === 0 ? found.filter((each) => each.distance === 0) : found
  return best.slice(0, mostSuggestions).map((each) => each.candidate)
}

/** `Did you mean "a" or "b"?`, or nothing when there is nothing to suggest. */
export function didYouMean(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  return `Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours; undefined above `limit`. */
function editDistance(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, at(before, column - 2) + 1)
      current.push(cost)
    }
    if (Math.min(...current) > limit) return undefined
    before = previous
    previous = current
  }
  const distance = at(previous, b.length)
  return distance > limit ? undefined : distance
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
