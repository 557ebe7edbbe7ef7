import type { CodePointRange, CodePointSet } from './code-point-set.ts'
import { setOf } from './code-point-set.ts'

/** Surrogates are left out: well-formed text has none. */
const BLOCKS: readonly CodePointRange[] = [
  [0, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x3ffff],
  [0xe0000, 0x10ffff],
]
/** Planes without any character. */
const UNASSIGNED: CodePointRange = [0x40000, 0xdffff]
const CHUNK = 0x4000

/**
 * The code points of a general category or script, by any of the spellings RE2 takes: `L`,
 * `Letter`, `lu`, `Greek`, `old_italic`, `Any`. Undefined when there is no such name.
 */
export function unicodeClass(name: string): CodePointSet | undefined {
  if (!/^[a-z][a-z_ -]*$/i.test(name)) return undefined
  const words = name.split(/[_ -]/).filter((word) => word !== '')
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
  const spellings = [name, title.join('_'), name.toUpperCase(), name.toLowerCase()]
  const properties = spellings.flatMap((spelling) =>
    ['Any', 'Assigned', 'ASCII'].includes(spelling)
      ? [spelling]
      : [`General_Category=${spelling}`, `Script=${spelling}`],
  )
  const known = properties.find(isProperty)
  return known === undefined ? undefined : codePointsWith(known)
}

/** The code points that have a Unicode property, by its name in a JavaScript `\p{…}`. */
export function codePointsWith(property: string): CodePointSet {
  const run = new RegExp(`\\p{${property}}+`, 'gu')
  const found: CodePointRange[] = run.test(String.fromCodePoint(UNASSIGNED[0])) ? [UNASSIGNED] : []
  for (const [low, high] of BLOCKS) {
    const units = low > 0xffff ? 2 : 1
    for (let first = low; first <= high; first += CHUNK) {
      const length = Math.min(CHUNK, high - first + 1)
      const text = String.fromCodePoint(...Array.from({ length }, (_, index) => first + index))
      for (const match of text.matchAll(run)) {
        const from = first + match.index / units
        found.push([from, from + match[0].length / units - 1])
      }
    }
  }
  return setOf(found)
}

function isProperty(property: string): boolean {
  try {
    return new RegExp(`\\p{${property}}`, 'u').unicode
  } catch {
    return false
  }
}
