import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MATCHED, UNDECIDED } from '../one-pass/program.ts'
import { KeyDictionary } from './key-dictionary.ts'
import { PairMode, PairResult, pairsImage, SPARE_KEYS } from './parse-members.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'
import { parseRows } from './test-support/parse-members-case.ts'

const memory = new KernelMemory()

interface Cuts {
  readonly delimiter: string
  readonly separator: string
  readonly quote: string
}

function split(lines: readonly string[], { delimiter, separator, quote }: Cuts, mode = 0) {
  const [suffix = 0] = Buffer.from(separator)
  const dictionary = new KeyDictionary(suffix, (source) => source.toString())
  const pairs = pairsImage(delimiter, separator, quote)
  const values = lines.map((line) => Buffer.from(line))
  return parseRows(memory, values, { mode, dictionary, pairs }).map(({ result, fields }) => {
    return { result, fields: fields.map(([key, value]) => [key, value.toString()]) }
  })
}

const cuts: fc.Arbitrary<Cuts> = fc.record({
  delimiter: fc.constantFrom(' ', '\t', '#?#', '::', 'é'),
  separator: fc.constantFrom(':', '=', '=>', '語'),
  quote: fc.constant(''),
})
const text = fc.oneof(
  fc.constantFrom('a', 'time', 'sixteen letters!', '', ':', '#', '=', '>', '\0', 'é', '😀'),
  fc.nat(40).map((count) => 'x'.repeat(count)),
)

test('without quotes, pairs are what splitting at delimiters gives', () => {
  let matched = 0
  const lines = fc.array(fc.array(text, { maxLength: 12 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      cuts,
      lines,
      fc.nat(1),
      fc.infiniteStream(fc.boolean()),
      (how, all, mode, flags) => {
        const mark = () => (flags.next().value === true ? how.separator : how.delimiter)
        const given = all.map((parts) => parts.flatMap((part) => [part, mark()]).join(''))
        for (const [index, { result, fields }] of split(given, how, mode).entries()) {
          matched++
          const expected = pairsOf(given[index] as string, how, mode === PairMode.discard)
          assert.deepEqual(fields, expected.fields)
          assert.equal(result, expected.result)
        }
      },
    ),
    { seed: 51, numRuns: 2000 },
  )
  assert.ok(matched > 4000)
})

function pairsOf(line: string, { delimiter, separator }: Cuts, discard: boolean) {
  let result: number = MATCHED
  let noSeparators = 0
  let emptyKeys = SPARE_KEYS
  const fields = line.split(delimiter).flatMap((pair) => {
    const [key = '', ...rest] = pair.split(separator)
    if (rest.length > 0 && key !== '') return [[key, rest.join(separator)]]
    result |= rest.length > 0 ? PairResult.emptyKey : PairResult.noSeparator
    if (rest.length > 0) return [[`spare${emptyKeys++}`, rest.join(separator)]]
    return discard ? [] : [[`spare${noSeparators++}`, pair]]
  })
  return { result, fields }
}

test('quotes and their ends are found at every place of a vector', () => {
  const how = { delimiter: ' ', separator: '=', quote: '"' }
  for (let length = 1; length < 40; length++) {
    const filler = 'x'.repeat(length)
    const lines = [
      `${filler}a="${filler} b \\" =${filler}" c=1`,
      `"${filler} ${filler}" ${filler}b="${filler}`,
      `a=""${filler} b="${filler} c"d e="x`,
    ]
    const [first, second, third] = split(lines, how).map(({ fields }) => fields)
    assert.deepEqual(first, [
      [`${filler}a`, `${filler} b \\" =${filler}`],
      ['c', '1'],
    ])
    assert.deepEqual(second, [
      ['spare0', `${filler} ${filler}`],
      [`${filler}b`, `"${filler}`],
    ])
    assert.deepEqual(third?.at(-1), ['e', '"x'])
  }
})

test('more pairs without a key than there are spare keys are undecided', () => {
  const how = { delimiter: ',', separator: ':', quote: '' }
  const results = split([','.repeat(31), ','.repeat(32), ',:'.repeat(31), 'a:1'], how)
  assert.deepEqual(
    results.map(({ result }) => result),
    [MATCHED | PairResult.noSeparator, UNDECIDED, MATCHED | 12, MATCHED],
  )
})
