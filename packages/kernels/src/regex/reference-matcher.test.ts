import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { compileRegex } from './compile-regex.ts'
import type { Pattern } from './test-support/reference-matcher.ts'
import { countGroups, patternText, referenceMatch } from './test-support/reference-matcher.ts'

const LETTERS = ['a', 'b', 'é', '日', '😀', '😂', '\n', '\r']

const character = fc.constantFrom(...LETTERS)
const single: fc.Arbitrary<Pattern> = fc.oneof(
  fc.record({ kind: fc.constant('character'), character }),
  fc.record({
    kind: fc.constant('class'),
    negative: fc.boolean(),
    characters: fc.uniqueArray(character, { minLength: 1, maxLength: 3 }),
  }),
)

/** Repeated bodies consume at every turn and hold a group only if every turn sets it. */
const { pattern } = fc.letrec<{ pattern: Pattern; body: Pattern }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 2 },
    single,
    fc.record({ kind: fc.constant('group'), body: tie('body') }),
    fc.tuple(tie('body'), tie('body')).map((items): Pattern => ({ kind: 'sequence', items })),
    fc.tuple(single, single).map(([first, second]): Pattern => {
      return { kind: 'choice', branches: [{ kind: 'sequence', items: [first, second] }, first] }
    }),
  ),
  pattern: fc.oneof(
    { maxDepth: 4 },
    single,
    fc.record({ kind: fc.constant('group'), body: tie('pattern') }),
    fc.record({
      kind: fc.constant('sequence'),
      items: fc.array(tie('pattern'), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('choice'),
      branches: fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }),
    }),
    fc
      .record({
        body: tie('body'),
        min: fc.nat(2),
        extra: fc.constantFrom(0, 1, 2, Infinity),
        lazy: fc.boolean(),
      })
      .map(({ body, min, extra, lazy }): Pattern => {
        return { kind: 'repeat', body, min, max: Math.max(1, min + extra), lazy }
      }),
  ),
}))

const text = fc.string({ unit: character, maxLength: 12 })

test('a translated RE2 pattern finds the match and groups that plain backtracking finds', () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 3, maxLength: 3 }), (tree, texts) => {
      const source = patternText(tree)
      const compiled = compileRegex(source, { dialect: 're2', match: 'search' })
      assert.equal(compiled.groups, countGroups(tree))
      for (const each of texts) {
        const expected = referenceMatch(tree, each)
        const found = compiled.regex.exec(each)
        assert.deepEqual(
          found === null ? undefined : compiled.groupIndexes.map((index) => found[index]),
          expected && Array.from({ length: compiled.groups + 1 }, (_, index) => expected[index]),
          `${source} on ${JSON.stringify(each)}`,
        )
      }
    }),
    { numRuns: 2000 },
  )
})
