import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { RegexOptions } from '../regex/compile-regex.ts'
import { compileOnePass } from './compile-one-pass.ts'
import { MATCHED, NO_MATCH, captureSize } from './program.ts'
import { runOnePass } from './run-one-pass.ts'
import { compileBothWays, textsByProgram, textsByRegex } from './test-support/both-ways.ts'

const SEARCH: RegexOptions = { dialect: 're2', match: 'search', dotAll: true }
const FULL: RegexOptions = { dialect: 'perl', match: 'full', dotAll: true }

const COMBINED =
  '10.0.0.7 - ann [12/Jan/2026:06:25:03 +0000] "GET /s?q=1 HTTP/1.1" 200 512 "-" "Moz (X11)"'

/** Patterns as configs have them, each with a value that it matches. */
const USUAL: readonly (readonly [pattern: string, options: RegexOptions, value: string])[] = [
  [String.raw`^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) (\S+) [^"]*" (\d+) (\d+)`, SEARCH, COMBINED],
  [
    String.raw`^(\S+) - (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+) "([^"]*)" "([^"]*)"$`,
    FULL,
    COMBINED,
  ],
  [
    String.raw`(\d+-\d+-\d+ \d+:\d+:\d+)\s+\[(\w+)\]\s+(\S+)\s+-\s+(.*)`,
    SEARCH,
    '  2026-01-12 06:25:03 [INFO]  shop.Cart\t- 3 items\nand more',
  ],
  [
    String.raw`(\d{1,3}(?:\.\d{1,3}){3}) (INFO|WARN|ERROR) (GET|POST|PUT|PATCH|DELETE) (.*)`,
    FULL,
    '10.0.0.7 ERROR PATCH /später',
  ],
  [String.raw`(https?)://([^/:]+)(?::(\d+))?(/.*)?`, FULL, 'https://ex.am:80/a'],
  [String.raw`^\s*(\S+?)\s*=\s*(.*?)\s*$`, FULL, ' key = the value '],
  [String.raw`(\w+)=(\w+)(?:,\s*(\w+)=(\w+))*`, FULL, 'a=1, b=2,c=3'],
  [String.raw`\[(.*?)\] \[(.*?)\] (.*)`, FULL, '[a] [b]c] d] e'],
  [String.raw`(.*?) - (.*)`, FULL, 'a -b - c - d'],
  [String.raw`^(\S+)(?: "([^"]*)" "([^"]*)")?`, SEARCH, 'a "b" "c'],
  [String.raw`(?i)error: (.+)`, SEARCH, 'an ERRor: here'],
  ['(\\S+) (\\d+)', FULL, 'ä 1'],
  ['(.*)\\|(.*)', SEARCH, 'a|b|c'],
  ['(?P<x>\\w+)-(?P<y>\\w+)', SEARCH, 'ä ab-cd'],
  ['(\\w) (\\w) (\\w)', SEARCH, 'ab b c'],
  ['(\\w+) (.*)', FULL, 'word 日本\0語'],
  ['^(.)(.*)\\|(.*)$', SEARCH, '日本|語'],
  ['(a)?(b)?c', FULL, 'bc'],
  ['^(a)?(b)?()c', SEARCH, 'bcd'],
  ['a(.*)b', SEARCH, 'xaabb'],
  ['.{2}a', SEARCH, 'éçéça'],
  ['(x)??(.*)', FULL, 'xy'],
  ['é1', SEARCH, 'ééé1'],
]

for (const [pattern, options, text] of USUAL) {
  test(`decides ${pattern} as the RegExp does`, () => {
    const both = compileBothWays(pattern, options)
    assert.ok(both !== undefined)
    const value = Buffer.from(text)
    const texts = textsByRegex(both.regex, value)
    assert.ok(texts !== undefined)
    assert.deepEqual(textsByProgram(both.program, value), texts)
    for (let length = 0; length < text.length; length++) {
      const part = Buffer.from(text.slice(0, length))
      assert.deepEqual(textsByProgram(both.program, part), textsByRegex(both.regex, part))
    }
  })
}

/** Patterns that look as if one pass were enough, with a value on which it would go wrong. */
const TRAPS: readonly (readonly [pattern: string, value: string])[] = [
  ['^([a-]*?)-\\s*[a-]+ x', 'a-a- a x'],
  ['^(.*?)\\s*ab$', 'x  ab'],
  ['^([a-]*)(?:-b)*$', 'a-b'],
  ['^(.{2,})-(.*)', 'é-x'],
  ['^(.{2,})-(.*)', 'é1-x'],
  ['^(?:(a)?|(b)?)$', ''],
  ['^(a+)(ab)?', 'aab'],
  ['^(.*) (.*) (.*)$', 'a b c d'],
  ['(\\d+)(\\d)', '1234'],
  ['(?:(\\w),)*(\\w);', 'a,b,c;'],
  ['(?:(a)b)*(a)', 'ababa'],
  ['(\\S+)" (\\S+)', 'a"b" c"'],
  ['^(\\s?)\\s(.*)', ' a'],
  ['(a|ab)(c|bcd)', 'abcd'],
  ['(\\S*)a', 'a-'],
]

test('is not tricked where what follows begins alike', () => {
  for (const [pattern, text] of TRAPS) {
    for (const options of [SEARCH, FULL]) {
      const both = compileBothWays(pattern, options)
      if (both === undefined) continue
      const value = Buffer.from(text)
      assert.deepEqual(
        textsByProgram(both.program, value),
        textsByRegex(both.regex, value),
        pattern,
      )
    }
  }
})

test('says in a sentence why an expression has no program', () => {
  const reasonOf = (pattern: string, options = SEARCH) => {
    const program = compileOnePass(pattern, options)
    return 'reason' in program ? program.reason : undefined
  }
  assert.equal(
    reasonOf('^(.*) x(.*)y$'),
    'where [^]* ends is not plain from the next characters: what follows can begin with the same ones',
  )
  assert.equal(
    reasonOf('^(a|[ab]d)c'),
    'two alternatives, or an optional part and what follows, begin alike',
  )
  assert.equal(reasonOf('(?:ab)*a'), 'a repeated part begins like what follows it')
  assert.equal(reasonOf('\\bx'), 'an assertion stands inside the expression')
  assert.equal(reasonOf('(?=x)x', FULL), 'the expression looks ahead or behind')
  assert.equal(reasonOf('(x)\\1', FULL), 'the expression refers back to a group')
  assert.equal(reasonOf('(?:(?:[ab]c){99}d){9}', { ...SEARCH, dialect: 'perl' }), undefined)
  assert.equal(
    reasonOf('(?:(?:[ab]c){999}d){99}', { ...SEARCH, dialect: 'perl' }),
    'the expression is too long once its counted repeats are written out',
  )
})

test('leaves to the RegExp what bytes do not tell', () => {
  const undecided = (pattern: string, value: Uint8Array) => {
    const both = compileBothWays(pattern, FULL)
    return both !== undefined && textsByProgram(both.program, value) === 'undecided'
  }
  assert.equal(undecided('[aé]+', Buffer.from('aa')), false)
  assert.equal(undecided('[aé]+', Buffer.from('aé')), true)
  assert.equal(undecided('.{2}', Buffer.from('aé')), false)
  assert.equal(undecided('.{2}', Buffer.from([0x61, 0xe2, 0x82])), true)
  assert.equal(undecided('(\\S+) (\\S+)', Buffer.from([0xe2, 0x82, 0x20, 0xff])), false)
})

test('captures say where groups are, counted from the start of the bytes', () => {
  const both = compileBothWays('(a)?(b+)', SEARCH)
  assert.ok(both !== undefined)
  const captures = new Int32Array(captureSize(both.program))
  assert.equal(runOnePass(both.program, Buffer.from('abxxbbb'), 2, 4, captures), MATCHED)
  assert.deepEqual([...captures.subarray(0, 6)], [4, 6, -1, -1, 4, 6])
})

test('looks at no byte too often, however hostile the value', () => {
  const size = 20_000
  const hostile: readonly (readonly [pattern: string, value: string])[] = [
    ['a[^x]*y', 'a'.repeat(size)],
    ['a(.*)b\\d*$', 'ab'.repeat(size / 2)],
    ['a(.*)b\\d*$', `${'a'.repeat(140)}b${'c'.repeat(size)}`],
    ['\\d+-\\d+x', '1-'.repeat(size / 2)],
    ['\\d{1000}x', `${'1'.repeat(999)} `.repeat(size / 1000)],
    ['[^y]{100,}y', 'a'.repeat(size)],
    ['a.*?bb(.*)', 'ab'.repeat(size / 2)],
    ['(?:a[^x]*x)*y', 'a'.repeat(size)],
    ['a(\\w+)(?:,\\w+)*;', 'a,'.repeat(size / 2)],
  ]
  for (const [pattern, text] of hostile) {
    const both = compileBothWays(pattern, SEARCH)
    assert.ok(both !== undefined, pattern)
    const value = Buffer.from(text)
    let reads = 0
    const counting = new Proxy(value, {
      get(target, name) {
        reads++
        return Reflect.get(target, name) as unknown
      },
    })
    const captures = new Int32Array(captureSize(both.program))
    runOnePass(both.program, counting, 0, value.length, captures)
    assert.ok(reads < 60 * value.length, `${pattern}: ${reads} reads`)
  }
})

test('a search that fails behind a run goes on behind it, and decides', () => {
  const both = compileBothWays('\\d+x', SEARCH)
  assert.ok(both !== undefined)
  const captures = new Int32Array(captureSize(both.program))
  const value = Buffer.from('1'.repeat(20_000))
  assert.equal(runOnePass(both.program, value, 0, value.length, captures), NO_MATCH)
})
