import type { CodePointRange, CodePointSet } from './code-point-set.ts'
import { setOf } from './code-point-set.ts'

/** Where characters differ from each other. Surrogates are left out: well-formed text has none. */
const MIXED: readonly CodePointRange[] = [
  [0, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x3ffff],
  [0xe0000, 0xe0fff],
]
/** Unassigned planes and private use, in which a property has all code points or none. */
const UNIFORM: readonly CodePointRange[] = [
  [0x40000, 0xdffff],
  [0xe1000, 0xeffff],
  [0xf0000, 0xffffd],
  [0xffffe, 0xfffff],
  [0x100000, 0x10fffd],
  [0x10fffe, 0x10ffff],
]
const BEFORE_UNIT_PAIRS = 0xffff

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
  const one = new RegExp(`\\p{${property}}`, 'u')
  const run = new RegExp(`\\p{${property}}+`, 'gu')
  const found = UNIFORM.filter(([from]) => one.test(String.fromCodePoint(from)))
  for (const block of MIXED) {
    const [first] = block
    const units = first > BEFORE_UNIT_PAIRS ? 2 : 1
    for (const match of textOf(block).matchAll(run)) {
      const from = first + match.index / units
      found.push([from, from + match[0].length / units - 1])
    }
  }
  return setOf(found)
}

/** All code points of a block as one text. */
function textOf([from, to]: CodePointRange): string {
  if (from <= BEFORE_UNIT_PAIRS) {
    const units = Uint16Array.from({ length: to - from + 1 }, (_, index) => from + index)
    return Buffer.from(units.buffer).toString('utf16le')
  }
  const units = new Uint16Array(2 * (to - from + 1))
  for (let codePoint = from, unit = 0; codePoint <= to; codePoint++) {
    units[unit++] = 0xd7c0 + (codePoint >> 10)
    units[unit++] = 0xdc00 + (codePoint & 0x3ff)
  }
  return Buffer.from(units.buffer).toString('utf16le')
}

function isProperty(property: string): boolean {
  try {
    return new RegExp(`\\p{${property}}`, 'u').unicode
  } catch {
    return false
  }
}
