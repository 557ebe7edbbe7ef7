import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyOptions, anyPattern, anyValue } from '../one-pass/test-support/patterns.ts'
import { compileRegex, type CompiledRegex, type RegexOptions } from './compile-regex.ts'

function compiled(pattern: string, options: RegexOptions): CompiledRegex | undefined {
  try {
    return compileRegex(pattern, options)
  } catch {
    return undefined
  }
}

/** Where the match and its groups are, by the lengths of the covering groups. */
function boundsByLength({ covering }: CompiledRegex, text: string): unknown {
  const match = covering?.regex.exec(text)
  if (covering === undefined || match === null || match === undefined) return undefined
  const bounds: [number, number][] = []
  let at = match.index
  for (const [index, group] of covering.groups.entries()) {
    const end = at + (match[index + 1] as string).length
    if (group !== 0) bounds[group - 1] = [at, end]
    at = end
  }
  return { whole: [match.index, at], bounds }
}

function boundsByEngine({ source, groupIndexes }: CompiledRegex, text: string): unknown {
  const { indices } = new RegExp(source, 'd').exec(text) ?? {}
  if (indices === undefined) return undefined
  return { whole: indices[0], bounds: groupIndexes.slice(1).map((place) => indices[place]) }
}

test('the lengths of covering groups tell where groups are', () => {
  let covered = 0
  fc.assert(
    fc.property(anyPattern, anyOptions, fc.array(anyValue), (pattern, options, values) => {
      const regex = compiled(pattern, options)
      if (regex?.covering === undefined) return
      covered++
      for (const value of values) {
        const text = Buffer.from(value).toString()
        assert.deepEqual(boundsByLength(regex, text), boundsByEngine(regex, text), pattern)
      }
    }),
    { numRuns: 4000, seed: 8 },
  )
  assert.ok(covered > 1000, `only ${covered} patterns`)
})

for (const [pattern, reason] of [
  ['(a)|b', 'left out'],
  ['(?:(a)b)+', 'repeated'],
  ['((a)b)', 'in one another'],
  ['(a)\\1', 'referred to'],
] as const) {
  test(`groups that are ${reason} are not covered: ${pattern}`, () => {
    assert.equal(compileRegex(pattern, { dialect: 'perl', match: 'search' }).covering, undefined)
  })
}
