/** A pattern of the subset in which every engine that prefers the first match agrees. */
export type Pattern =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'class'; readonly negative: boolean; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly branches: readonly Pattern[] }
  | { readonly kind: 'group'; readonly body: Pattern }
  | PatternRepeat

interface PatternRepeat {
  readonly kind: 'repeat'
  readonly body: Pattern
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

type Captures = readonly (string | undefined)[]
type Continue = (position: number, captures: Captures) => Captures | undefined

/** The pattern in RE2's notation. */
export function patternText(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'character':
      return pattern.character
    case 'class':
      return `[${pattern.negative ? '^' : ''}${pattern.characters.join('')}]`
    case 'sequence':
      return `(?:${pattern.items.map(patternText).join('')})`
    case 'choice':
      return `(?:${pattern.branches.map(patternText).join('|')})`
    case 'group':
      return `(${patternText(pattern.body)})`
    case 'repeat': {
      const max = pattern.max === Infinity ? '' : pattern.max
      const operator = `{${pattern.min},${max}}${pattern.lazy ? '?' : ''}`
      return `(?:${patternText(pattern.body)})${operator}`
    }
  }
}

/** The groups of the first match, the whole of it first: by plain backtracking over code points. */
export function referenceMatch(pattern: Pattern, text: string): Captures | undefined {
  const characters = Array.from(text)
  for (let start = 0; start <= characters.length; start++) {
    const groups = matchAt(characters, pattern, start, 1, [], (end, captures) => {
      const whole = characters.slice(start, end).join('')
      return Object.assign(captures.slice(), { 0: whole })
    })
    if (groups !== undefined) return groups
  }
  return undefined
}

export function countGroups(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'character':
    case 'class':
      return 0
    case 'sequence':
      return pattern.items.reduce((sum, item) => sum + countGroups(item), 0)
    case 'choice':
      return pattern.branches.reduce((sum, branch) => sum + countGroups(branch), 0)
    case 'group':
      return 1 + countGroups(pattern.body)
    case 'repeat':
      return countGroups(pattern.body)
  }
}

function matchAt(
  text: readonly string[],
  pattern: Pattern,
  at: number,
  firstGroup: number,
  captures: Captures,
  next: Continue,
): Captures | undefined {
  switch (pattern.kind) {
    case 'character':
      return text[at] === pattern.character ? next(at + 1, captures) : undefined
    case 'class': {
      const character = text[at]
      if (character === undefined) return undefined
      const inside = pattern.characters.includes(character)
      return inside === pattern.negative ? undefined : next(at + 1, captures)
    }
    case 'sequence': {
      const [first, ...rest] = pattern.items
      if (first === undefined) return next(at, captures)
      const after = firstGroup + countGroups(first)
      return matchAt(text, first, at, firstGroup, captures, (end, found) =>
        matchAt(text, { kind: 'sequence', items: rest }, end, after, found, next),
      )
    }
    case 'choice': {
      let group = firstGroup
      for (const branch of pattern.branches) {
        const found = matchAt(text, branch, at, group, captures, next)
        if (found !== undefined) return found
        group += countGroups(branch)
      }
      return undefined
    }
    case 'group':
      return matchAt(text, pattern.body, at, firstGroup + 1, captures, (end, found) => {
        const set = Object.assign(found.slice(), { [firstGroup]: text.slice(at, end).join('') })
        return next(end, set)
      })
    case 'repeat':
      return matchTurn(text, pattern, 0, at, firstGroup, captures, next)
  }
}

/** The body of a repeat always consumes here, so turns come to an end. */
function matchTurn(
  text: readonly string[],
  repeat: PatternRepeat,
  turn: number,
  at: number,
  firstGroup: number,
  captures: Captures,
  next: Continue,
): Captures | undefined {
  const again = () =>
    turn >= repeat.max
      ? undefined
      : matchAt(text, repeat.body, at, firstGroup, captures, (end, found) =>
          matchTurn(text, repeat, turn + 1, end, firstGroup, found, next),
        )
  if (turn < repeat.min) return again()
  return repeat.lazy ? (next(at, captures) ?? again()) : (again() ?? next(at, captures))
}
