import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { RegexOptions } from './compile-regex.ts'
import { compileRegex } from './compile-regex.ts'
import { RegexError } from './regex-error.ts'

const RE2: RegexOptions = { dialect: 're2', match: 'search' }
const PERL: RegexOptions = { dialect: 'perl', match: 'search' }

function firstMatch(pattern: string, options: RegexOptions, text: string): string | undefined {
  return compileRegex(pattern, options).regex.exec(text)?.[0]
}

test('gives the number and names of the groups', () => {
  const { groups, names } = compileRegex('(?P<day>\\d+)/(\\d+)/(?<year>\\d+)', RE2)
  assert.equal(groups, 3)
  assert.deepEqual(names, [undefined, 'day', undefined, 'year'])
})

test('says where each group is when atomic groups shift the numbers', () => {
  const { regex, groupIndexes } = compileRegex('(?>(a|ab))(b)(?:\\w|-)++(!)?', PERL)
  const match = regex.exec('ab-x!') ?? []
  assert.deepEqual(
    groupIndexes.map((index) => match[index]),
    ['ab-x!', 'a', 'b', '!'],
  )
  assert.deepEqual(groupIndexes, [0, 2, 3, 5])
})

test('captures nothing when only the match matters, and then repeats optional groups', () => {
  assert.throws(() => compileRegex('^((a)|b)+$', RE2), RegexError)
  const { regex, groups, names, groupIndexes } = compileRegex('^((a)|b)+$', {
    ...RE2,
    captures: false,
  })
  assert.equal(regex.exec('aba')?.length, 1)
  assert.deepEqual(
    { groups, names, groupIndexes },
    { groups: 0, names: [undefined], groupIndexes: [0] },
  )
})

test('keeps a group that a back-reference needs even without captures', () => {
  const { regex, groupIndexes } = compileRegex('(x)(a|b)\\2', { ...PERL, captures: false })
  assert.deepEqual([regex.test('xbb'), regex.test('xab'), groupIndexes], [true, false, [0]])
})

test('lets the dot match line ends as the dialect does unless told otherwise', () => {
  const dot = (options: RegexOptions) => firstMatch('.', options, '\n')
  assert.equal(dot(RE2), undefined)
  assert.equal(dot({ ...RE2, dotAll: true }), '\n')
  assert.equal(dot(PERL), '\n')
  assert.equal(dot({ ...PERL, dotAll: false }), undefined)
})

test('a full match takes whichever alternative fits the whole text', () => {
  assert.equal(firstMatch('a|ab', { ...RE2, match: 'full' }, 'ab'), 'ab')
  assert.equal(firstMatch('a|ab', { ...RE2, match: 'full' }, 'abc'), undefined)
  assert.equal(firstMatch('a|ab', RE2, 'ab'), 'a')
})

test('uses no flag, and no look-ahead for the ordinary patterns of logs', () => {
  const patterns = [
    '^(\\S+) (\\S+) \\[([^\\]]*)\\] "(\\w+) (.*?)" (\\d{3})$',
    '^(?<time>[^\\t]*+)\\t(?<level>\\w++)\\s+(?<rest>.*+)$',
    '(?i)^error: (.+)$',
  ]
  for (const pattern of patterns) {
    const { regex, source, protectedFromBacktracking } = compileRegex(pattern, {
      dialect: 'perl',
      match: 'full',
    })
    assert.equal(regex.flags, '')
    assert.doesNotMatch(source, /\(\?[=!]/)
    assert.ok(protectedFromBacktracking, pattern)
  }
})

test('never starts or ends a match between the halves of a surrogate pair', () => {
  for (const pattern of ['\\B', 'x*', '.*?', '[^a]*?', '(?:|.)', '(?m:$)', '\\B[^a]*', '.+?']) {
    const { source } = compileRegex(pattern, RE2)
    for (const match of 'a😀😀b😀'.matchAll(new RegExp(source, 'g'))) {
      const end = match.index + match[0].length
      assert.ok('a😀😀b😀'.slice(0, match.index).isWellFormed(), `${pattern} from ${match.index}`)
      assert.ok('a😀😀b😀'.slice(0, end).isWellFormed(), `${pattern} to ${end}`)
    }
  }
})

test('a Unicode class has the code points that JavaScript gives it', () => {
  for (const [name, property] of [
    ['L', 'L'],
    ['Uppercase_Letter', 'Lu'],
    ['greek', 'Script=Greek'],
    ['Old_Italic', 'Script=Old_Italic'],
    ['Cn', 'Cn'],
  ] as const) {
    const { regex } = compileRegex(`\\p{${name}}`, { ...RE2, match: 'full' })
    const expected = new RegExp(`^\\p{${property}}$`, 'u')
    const wrong = codePoints(97).find((text) => regex.test(text) !== expected.test(text))
    assert.equal(wrong, undefined, name)
  }
})

test('ignores case in RE2 by simple folding, as the flags i and u do', () => {
  const cased = codePoints(1).filter((text) => /\p{Changes_When_Casemapped}/u.test(text))
  fc.assert(
    fc.property(fc.constantFrom(...cased), fc.constantFrom(...cased), (one, other) => {
      const { regex } = compileRegex(`(?i)${one}`, { ...RE2, match: 'full' })
      for (const text of [one, other, one.toUpperCase(), one.toLowerCase()]) {
        assert.equal(regex.test(text), new RegExp(`^${one}$`, 'iu').test(text), `${one} ${text}`)
      }
    }),
    { numRuns: 100 },
  )
})

test('a compiled expression throws nothing but RegexError, whatever the pattern', () => {
  const pieces = [
    ...'ab1,:=!<>#&|()[]{}*+?^$.\\-\n é😀'.match(/./gsu)!,
    ...[
      '(?',
      '(?:',
      '(?<n>',
      '(?i)',
      '(?>',
      '[[:',
      ':]]',
      '\\Q',
      '\\E',
      '\\p{',
      '\\x{',
      '{2,}',
      '\\1',
    ],
  ]
  const pattern = fc.array(fc.constantFrom(...pieces), { maxLength: 12 })
  fc.assert(
    fc.property(pattern, fc.constantFrom('re2', 'perl'), (parts, dialect) => {
      const source = parts.join('')
      try {
        compileRegex(source, { dialect, match: 'search' })
      } catch (error) {
        assert.ok(error instanceof RegexError, `${source}: ${String(error)}`)
        assert.ok(error.offset >= 0 && error.offset <= source.length, source)
        assert.ok(error.hint.length > 0)
      }
    }),
    { numRuns: 3000 },
  )
})

function codePoints(step: number): string[] {
  return Array.from({ length: Math.ceil(0x20000 / step) }, (_, index) => index * step)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
}
