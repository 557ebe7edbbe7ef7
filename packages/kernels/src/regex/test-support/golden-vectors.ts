import { readFileSync } from 'node:fs'

import type { RegexOptions } from '../compile-regex.ts'
import { compileRegex } from '../compile-regex.ts'
import { RegexError } from '../regex-error.ts'

/** One line of testdata/regex: what the original library does with a pattern and some texts. */
export interface Vector {
  readonly pattern: string
  readonly match?: 'full'
  readonly dotAll?: true
  /** The original refuses the pattern. */
  readonly error?: true
  readonly names?: readonly (string | null)[]
  readonly cases?: readonly VectorCase[]
}

interface VectorCase {
  readonly text: string
  /** Where the first match starts, in UTF-16 units; absent, with `groups`, when there is none. */
  readonly start?: number
  readonly groups?: readonly (string | null)[]
  /** Instead of these: every match. */
  readonly all?: readonly string[]
}

export function readVectors(name: 'go' | 'boost'): readonly Vector[] {
  const url = new URL(`../../../testdata/regex/${name}.jsonl`, import.meta.url)
  const lines = readFileSync(url, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Vector)
}

/** `agrees`, or how the translation differs from the original. */
export function outcomeOf(vector: Vector, dialect: RegexOptions['dialect']): string {
  try {
    const { pattern, match = 'search', dotAll } = vector
    const compiled = compileRegex(pattern, {
      dialect,
      match,
      ...(dotAll === undefined ? {} : { dotAll }),
    })
    if (vector.error) return 'accepts what the original refuses'
    const names = compiled.names.map((name) => name ?? null)
    if (vector.names !== undefined && names.join() !== vector.names.join()) return 'other names'
    const wrong = vector.cases?.find((each) => !sameResult(compiled, each))
    return wrong === undefined ? 'agrees' : 'matches otherwise'
  } catch (error) {
    if (!(error instanceof RegexError)) throw error
    if (vector.error) return 'agrees'
    const problem = error.message.replace(/ \(at .*/, '').replace(/group \d+/, 'a group')
    return error.code === 'REGEX_UNSUPPORTED' ? problem : `wrongly invalid: ${problem}`
  }
}

function sameResult(compiled: ReturnType<typeof compileRegex>, expected: VectorCase): boolean {
  if (expected.all !== undefined) {
    const found = expected.text.matchAll(new RegExp(compiled.source, 'g'))
    return JSON.stringify(Array.from(found, (match) => match[0])) === JSON.stringify(expected.all)
  }
  const match = compiled.regex.exec(expected.text)
  if (match === null) return expected.groups === undefined
  const groups = compiled.groupIndexes.map((index) => match[index] ?? null)
  return (
    match.index === expected.start && JSON.stringify(groups) === JSON.stringify(expected.groups)
  )
}
