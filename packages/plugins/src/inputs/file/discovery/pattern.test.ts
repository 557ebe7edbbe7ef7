import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePattern, hasWildcard } from './pattern.ts'

/** fnmatch for `*`, `?`, `[ab]`, `[!ab]` and plain characters, straight from its description. */
function matches(pattern: string, text: string, across: boolean): boolean {
  if (pattern === '') return text === ''
  const free = (character: string): boolean => across || character !== '/'
  const [head] = pattern
  if (head === '*') {
    if (matches(pattern.slice(1), text, across)) return true
    return text !== '' && free(text.charAt(0)) && matches(pattern, text.slice(1), across)
  }
  if (text === '') return false
  const set = /^\[(!?)([^\]]+)\]/.exec(pattern)
  if (set !== null) {
    const inside = (set[2] as string).includes(text.charAt(0))
    const taken = inside !== (set[1] === '!') && free(text.charAt(0))
    return taken && matches(pattern.slice(set[0].length), text.slice(1), across)
  }
  const taken = head === '?' ? free(text.charAt(0)) : head === text[0]
  return taken && matches(pattern.slice(1), text.slice(1), across)
}

const piece = fc.oneof(
  fc.constantFrom('*', '**', '?', '/', '.', 'a', 'b', '+', '$', '{', 'ä', '[ab]', '[!ab]', '[a/]'),
  fc.stringMatching(/^[ab./]{0,3}$/),
)
const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const text = fc
  .array(fc.constantFrom('a', 'b', '/', '.', '+', '$', '{', 'ä', '\n'), { maxLength: 8 })
  .map((characters) => characters.join(''))

test('a compiled pattern matches what fnmatch matches', () => {
  fc.assert(
    fc.property(pattern, text, fc.boolean(), (source, subject, across) => {
      const compiled = compilePattern(source, across).test(subject)
      assert.equal(compiled, matches(source, subject, across), `${source} on ${subject}`)
    }),
    { numRuns: 2000 },
  )
})

test('a pattern made of a text matches that text', () => {
  const escape = (subject: string): string => subject.replaceAll(/[*?[\\]/g, '\\$&')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), (subject) => {
      fc.pre(subject.isWellFormed())
      assert.ok(compilePattern(escape(subject)).test(subject))
    }),
  )
})

test('any text is a pattern', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.boolean(), (source, across) => {
      compilePattern(source, across)
    }),
  )
})

const examples: readonly [pattern: string, yes: readonly string[], no: readonly string[]][] = [
  ['*.log', ['a.log', '.log', '.a.log'], ['a.log1', 'a/b.log', 'a.LOG']],
  ['a[0-9]?', ['a1x', 'a99'], ['ax1', 'a1', 'a1/']],
  ['[[:digit:][:upper:]]x', ['1x', 'Ax'], ['ax', 'x']],
  ['[]a]', [']', 'a'], ['b', '']],
  ['[!]a]', ['b'], [']', 'a']],
  ['[^a]', ['b'], ['a', '/']],
  ['[a-]', ['a', '-'], ['b']],
  ['[\\]]', [']'], ['\\']],
  ['[z-a]', [], ['a', 'm', 'z']],
  ['[abc', ['[abc'], ['a']],
  ['a{b,c}', ['a{b,c}'], ['ab']],
  ['\\*', ['*'], ['a']],
  ['a\\', ['a\\'], ['a']],
  ['?', ['ä', '😀'], ['', 'ab']],
]
for (const [source, yes, no] of examples) {
  test(`the pattern ${source}`, () => {
    const compiled = compilePattern(source)
    for (const subject of yes) assert.ok(compiled.test(subject), `should match ${subject}`)
    for (const subject of no) assert.ok(!compiled.test(subject), `should not match ${subject}`)
  })
}

test('only *, ?, [ and \\ make a text a pattern', () => {
  assert.deepEqual(
    ['a*', 'a?', 'a[', 'a\\', 'a', 'a]', 'a{b}', ''].map((source) => hasWildcard(source)),
    [true, true, true, true, false, false, false, false],
  )
})
