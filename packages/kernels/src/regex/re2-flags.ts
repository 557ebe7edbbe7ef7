import { flagsAfter } from './grammar-parts.ts'
import type { Flags, Parser } from './parser.ts'

/** Reads the letters of `(?ims-U:` or `(?i)` and stops before the colon or parenthesis. */
export function re2FlagsAfter(parser: Parser, offset: number): Flags {
  const { reader } = parser
  const match = reader.takeMatch(/([imsU]*)(?:-([imsU]+))?(?=[:)])/y)
  if (match === undefined) {
    const found = reader.pattern.slice(offset, reader.offset + 2)
    throw reader.invalid(
      `group syntax ${found}`,
      offset,
      'RE2 has (…), (?:…), (?P<name>…), (?<name>…) and the flags i, m, s and U; it has no look-around, atomic group, condition or comment.',
    )
  }
  return flagsAfter(parser.flags, match[1], match[2])
}
