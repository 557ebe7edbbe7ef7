import { didYouMean, nearest } from '@sluice/runtime'
import type { Findings, Problem } from './findings.ts'
import type { MapEntry } from './node.ts'
import { show, showChoice } from './show.ts'

/**
 * The entries of a map by key. Keys that are not `known` are errors: those of the original's manifests with what to
 * write instead, as `explainOld` says.
 */
export function knownEntries<Key extends string>(
  entries: readonly MapEntry[],
  where: string,
  known: readonly Key[],
  findings: Findings,
  explainOld: (entry: MapEntry) => Problem | undefined = () => undefined,
): ReadonlyMap<Key, MapEntry> {
  const found = new Map<Key, MapEntry>()
  for (const entry of entries) {
    const key = known.find((each) => each === entry.key)
    if (key === undefined) {
      findings.error(entry.place, explainOld(entry) ?? unknown(entry.key, where, known))
    } else {
      found.set(key, entry)
    }
  }
  return found
}

function unknown(key: string, where: string, known: readonly string[]): Problem {
  const suggestion = didYouMean(nearest(key, known))
  return {
    code: 'MANIFEST_KEY_UNKNOWN',
    message: `${where} has the unknown key ${show(key)}; expected ${showChoice(known)}`,
    hint: suggestion ?? 'Correct or remove it.',
  }
}
