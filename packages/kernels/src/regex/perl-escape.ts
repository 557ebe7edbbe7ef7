import { MAX_CODE_POINT } from './code-point-set.ts'
import type { PatternReader } from './pattern-reader.ts'

const CONTROL: Readonly<Record<string, number>> = {
  a: 0x07,
  e: 0x1b,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
}

const LAST_BYTE_THAT_IS_A_CHARACTER = 0x7f

/** Reads what follows a backslash as one character; a letter without a meaning stands for itself. */
export function readPerlEscape(reader: PatternReader, offset: number): number {
  if (reader.atEnd) {
    throw reader.invalid('trailing backslash', offset, 'Write \\\\ for a literal backslash.')
  }
  const braced = reader.takeMatch(/x\{([0-9A-Fa-f]+)\}/y)
  if (braced !== undefined) {
    const codePoint = Number.parseInt(braced[1] ?? '', 16)
    if (codePoint <= MAX_CODE_POINT) return codePoint
    throw reader.invalid(`escape \\${braced[0]}`, offset, 'The last code point is \\x{10FFFF}.')
  }
  const hex = reader.takeMatch(/x([0-9A-Fa-f]{1,2})/y)
  if (hex !== undefined)
    return byteEscape(reader, hex[0], Number.parseInt(hex[1] ?? '', 16), offset)
  const octal = reader.takeMatch(/0[0-7]{0,3}/y)
  if (octal !== undefined) {
    return byteEscape(reader, octal[0], Number.parseInt(octal[0], 8), offset)
  }
  const control = reader.takeMatch(/c([^\x80-\uffff])/y)?.[1]
  if (control !== undefined) return control.charCodeAt(0) % 32
  if (/[xc1-9]/.test(reader.next)) {
    throw reader.invalid(
      `escape \\${reader.next}`,
      offset,
      'Write a character code as \\x{41}, \\x41 or \\0101.',
    )
  }
  const named = CONTROL[reader.next]
  const codePoint = reader.takeCodePoint()
  return named ?? codePoint
}

function byteEscape(reader: PatternReader, escape: string, value: number, offset: number): number {
  if (value <= LAST_BYTE_THAT_IS_A_CHARACTER) return value
  throw reader.unsupported(
    `byte \\${escape}`,
    offset,
    'Text is matched as characters, not bytes: write the character, \\x{…} with its code point, or [^\\x00-\\x7F] for all outside ASCII.',
  )
}
