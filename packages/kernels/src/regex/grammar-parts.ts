import type { Flags, Parser } from './parser.ts'
import type { SyntaxNode } from './syntax-tree.ts'

/** The repeat operators of one character. */
export const REPEAT_COUNTS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
}

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  U: 'swapGreed',
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'extended',
}

/** The flags after a group such as `(?im-s)`, given its letters before and after the hyphen. */
export function flagsAfter(flags: Flags, on: string | undefined, off: string | undefined): Flags {
  const changed: Record<string, boolean> = {}
  for (const letter of on ?? '') changed[FLAG_NAMES[letter] ?? ''] = true
  for (const letter of off ?? '') changed[FLAG_NAMES[letter] ?? ''] = false
  return { ...flags, ...changed }
}

/** Reads from behind `\Q` up to `\E` or the end; each character stands for itself. */
export function readQuoted(parser: Parser, items: SyntaxNode[]): void {
  const { reader } = parser
  const quoted = reader.takeUntil('\\E') ?? reader.takeRest()
  for (const character of quoted) items.push(parser.literal(character.codePointAt(0) ?? 0))
}
