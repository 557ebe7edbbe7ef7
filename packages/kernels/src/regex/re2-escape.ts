import { MAX_CODE_POINT } from './code-point-set.ts'
import type { PatternReader } from './pattern-reader.ts'

const CONTROL: Readonly<Record<string, number>> = {
  a: 0x07,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
}

/** Reads what follows a backslash as one character, inside or outside a class. */
export function readRe2Escape(reader: PatternReader, offset: number): number {
  const octal = reader.takeMatch(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y)
  if (octal !== undefined) return Number.parseInt(octal[0], 8)
  const hex = reader.takeMatch(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/y)
  if (hex !== undefined) {
    const codePoint = Number.parseInt(hex[1] ?? hex[2] ?? '', 16)
    if (codePoint <= MAX_CODE_POINT) return codePoint
    throw reader.invalid(
      `escape \\${hex[0]}`,
      offset,
      `The last code point is \\x{${MAX_CODE_POINT.toString(16).toUpperCase()}}.`,
    )
  }
  const control = CONTROL[reader.next]
  if (control !== undefined) {
    reader.offset++
    return control
  }
  const punctuation = reader.takeMatch(/[^A-Za-z0-9\x80-\uffff]/y)
  if (punctuation !== undefined) return punctuation[0].charCodeAt(0)
  throw unknownEscape(reader, offset)
}

function unknownEscape(reader: PatternReader, offset: number) {
  if (reader.atEnd) {
    return reader.invalid('trailing backslash', offset, 'Write \\\\ for a literal backslash.')
  }
  const escape = `\\${String.fromCodePoint(reader.takeCodePoint())}`
  if (/[1-9]/.test(escape)) {
    return reader.invalid(`back-reference ${escape}`, offset, 'RE2 has no back-references.')
  }
  const hint =
    escape === '\\Z' ? 'Use \\z, or $ for the end of the text.' : 'RE2 has no such escape.'
  return reader.invalid(`escape ${escape}`, offset, hint)
}
