import fc from 'fast-check'

import type { RegexOptions } from '../../regex/compile-regex.ts'

/** Few characters, so that what follows often begins like what comes before. */
const SETS = [
  'a',
  'b',
  '-',
  ' ',
  '\\d',
  '\\w',
  '\\s',
  '\\S',
  '.',
  '[^ ]',
  '[^-]',
  '[ab]',
  '[a-]',
  '[^ab]',
  '[^a-]',
]
const RARE_SETS = ['é', '[é]', '[aé]', '[^é]', '\\x{FFFD}', '\\D', '😀', '(?i:a)']
const OPERATORS = [
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{1,2}',
  '{0,2}?',
  '{2,}',
  '{2,}?',
  '{0}',
]
const LITERALS = ['ab', '- ', ' -', 'a-', 'é ', '-b-']

const set = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SETS) },
  { weight: 1, arbitrary: fc.constantFrom(...RARE_SETS) },
)
const operator = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('*', '+', '*?', '+?') },
  { weight: 2, arbitrary: fc.constantFrom(...OPERATORS) },
)

/** Expressions that are often, but not always, in the one-pass subset. */
const { sequence } = fc.letrec<{ item: string; sequence: string; choice: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    set,
    { weight: 2, arbitrary: fc.constantFrom(...LITERALS) },
    { weight: 4, arbitrary: fc.tuple(set, operator).map(([one, times]) => one + times) },
    { weight: 4, arbitrary: fc.tuple(set, operator).map(([one, times]) => `(${one}${times})`) },
    { weight: 2, arbitrary: tie('choice').map((body) => `(${body})`) },
    tie('choice').map((body) => `(?:${body})`),
    fc.tuple(tie('choice'), operator).map(([body, times]) => `(?:${body})${times}`),
    fc.tuple(tie('sequence'), operator).map(([body, times]) => `(${body})${times}`),
    { weight: 1, arbitrary: fc.constantFrom('$', '^', '()', '\\b') },
  ),
  sequence: fc.array(tie('item'), { minLength: 1, maxLength: 5 }).map((items) => items.join('')),
  choice: fc.oneof(
    { weight: 2, arbitrary: tie('sequence') },
    fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }).map((branches) => branches.join('|')),
  ),
}))

/** Fields and what stands between them, as in the patterns of logs. */
const field = fc.tuple(set, operator).map(([one, times]) => one + times)
const fields = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: field.map((body) => `(${body})`) },
      { weight: 2, arbitrary: fc.constantFrom(...LITERALS, 'a', '-', ' ', '\\s') },
      field,
      fc
        .tuple(field, fc.constantFrom('?', '*', '+', '??'))
        .map(([body, times]) => `(?:-${body})${times}`),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))

export const anyPattern = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.oneof({ weight: 2, arbitrary: fields }, sequence),
    fc.constantFrom('', '', '$', '(.*)'),
  )
  .map((parts) => parts.join(''))

export const anyOptions: fc.Arbitrary<RegexOptions> = fc.record({
  dialect: fc.constantFrom('re2', 'perl'),
  match: fc.constantFrom('search', 'full'),
  dotAll: fc.boolean(),
})

const PIECES = ['a', 'a', 'b', '-', ' ', '1', '\n'].map((text) => Buffer.from(text))
const HIGH_PIECES = ['é', '日', '😀', '\ufffd', '\u00a0', '\ufeff'].map((text) => Buffer.from(text))
const INVALID_PIECES = [
  [0x80],
  [0xc3],
  [0xff],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0xe0, 0x80, 0x80],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
].map((bytes) => Buffer.from(bytes))

const ascii = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 })
const mixed = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
    { weight: 2, arbitrary: fc.constantFrom(...HIGH_PIECES) },
    { weight: 1, arbitrary: fc.constantFrom(...INVALID_PIECES) },
  ),
  { maxLength: 12 },
)

/** Bytes of a value, half of the time of ASCII only. */
export const anyValue: fc.Arbitrary<Uint8Array> = fc
  .oneof(ascii, mixed)
  .map((parts) => Buffer.concat(parts))
