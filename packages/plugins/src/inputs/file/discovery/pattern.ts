const CLASSES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{Nd}',
  alpha: '\\p{L}',
  blank: ' \\t',
  cntrl: '\\p{Cc}',
  digit: '0-9',
  graph: '\\p{L}\\p{N}\\p{P}\\p{S}',
  lower: '\\p{Ll}',
  print: '\\p{L}\\p{N}\\p{P}\\p{S} ',
  punct: '\\p{P}\\p{S}',
  space: '\\s',
  upper: '\\p{Lu}',
  xdigit: '0-9A-Fa-f',
}

/** Whether a pattern means more than its own text. */
export function hasWildcard(pattern: string): boolean {
  return /[*?[\\]/.test(pattern)
}

/**
 * Compiles a shell pattern as POSIX `fnmatch` reads it: `*`, `?`, `[a-z]`, `[!a-z]`, `[[:digit:]]` and `\` before a
 * character that stands for itself; no braces. A leading dot is nothing special. A `[` that is never closed is itself.
 *
 * @param acrossDirectories whether `*`, `?` and `[…]` match `/` too
 */
export function compilePattern(pattern: string, acrossDirectories = false): RegExp {
  const characters = Array.from(pattern)
  const one = acrossDirectories ? '.' : '[^/]'
  let source = ''
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    if (character === '*') {
      while (characters[at + 1] === '*') at++
      source += `${one}*`
    } else if (character === '?') {
      source += one
    } else if (character === '[') {
      const set = readSet(characters, at)
      source += set === undefined ? '\\[' : `${acrossDirectories ? '' : '(?!/)'}${set.source}`
      at = set?.end ?? at
    } else {
      if (character === '\\' && at + 1 < characters.length) at++
      source += RegExp.escape(characters[at] as string)
    }
  }
  return new RegExp(`^${source}$`, 'su')
}

/** Reads the `[…]` that begins at `start`; `end` is the place of its `]`. */
function readSet(
  characters: readonly string[],
  start: number,
): { readonly source: string; readonly end: number } | undefined {
  let at = start + 1
  const negated = characters[at] === '!' || characters[at] === '^'
  if (negated) at++
  let members = ''
  for (const first = at; at < characters.length;) {
    if (characters[at] === ']' && at > first) {
      // An empty set matches nothing, and its opposite everything.
      const source = members === '' ? (negated ? '[^]' : '[]') : `[${negated ? '^' : ''}${members}]`
      return { source, end: at }
    }
    const className = readClassName(characters, at)
    if (className !== undefined) {
      members += CLASSES[className] ?? ''
      at += className.length + 4
      continue
    }
    const from = readMember(characters, at)
    const isRange = characters[from.next] === '-' && (characters[from.next + 1] ?? ']') !== ']'
    const to = isRange ? readMember(characters, from.next + 1) : from
    members += range(from.character, to.character)
    at = to.next
  }
  return undefined
}

function readClassName(characters: readonly string[], at: number): string | undefined {
  return /^\[:([a-z]+):\]/.exec(characters.slice(at, at + 12).join(''))?.[1]
}

function readMember(
  characters: readonly string[],
  at: number,
): { readonly character: string; readonly next: number } {
  const escaped = characters[at] === '\\' && at + 1 < characters.length ? 1 : 0
  return { character: characters[at + escaped] as string, next: at + escaped + 1 }
}

function range(from: string, to: string): string {
  const [first, last] = [from.codePointAt(0) as number, to.codePointAt(0) as number]
  return first > last ? '' : `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`
}
