import { test } from 'node:test'

import fc from 'fast-check'

import { compileOnePass } from '../one-pass/compile-one-pass.ts'
import type { OnePassProgram } from '../one-pass/program.ts'
import { compileBothWays } from '../one-pass/test-support/both-ways.ts'
import { anyOptions, anyPattern, anyValue } from '../one-pass/test-support/patterns.ts'
import { assertExtracts, type ExtractRow } from './test-support/extract-case.ts'
import { KernelMemory } from './test-support/kernel-memory.ts'

const anyRow = (value: fc.Arbitrary<Uint8Array>): fc.Arbitrary<ExtractRow> =>
  fc.record({
    value,
    others: fc.nat(2),
    room: fc.constantFrom(0, 0, 1, 3, 9),
    source: fc.constantFrom('bytes', 'bytes', 'bytes', 'bytes', 'bytes', 'none', 'overlay'),
  })

const anyTable = {
  fillMissing: fc.boolean(),
  spareRuns: fc.nat(12),
  keyShare: fc.constantFrom(0, 0.5, 1, 1),
}

test('finds and appends what the twin finds, wherever the table is full', () => {
  const memory = new KernelMemory()
  let programs = 0
  const rows = fc.array(anyRow(anyValue), { minLength: 4, maxLength: 9 })
  fc.assert(
    fc.property(anyPattern, anyOptions, rows, fc.record(anyTable), (pattern, options, ...rest) => {
      const program = compileBothWays(pattern, options)?.program
      if (program === undefined) return
      programs++
      const [each, { keyShare, ...table }] = rest
      const keyCount = Math.ceil(program.groups * keyShare)
      assertExtracts(memory, { program, rows: each, keyCount, ...table })
    }),
    { numRuns: 4000, seed: 5 },
  )
  if (programs < 1000) throw new Error(`only ${programs} programs`)
})

/** Runs, texts and looks ahead that end at, before and behind every bound of 16 bytes. */
const LONG = [
  '(\\S*) (\\d*)-([^"]*)"(.*)',
  '([^é]*)é(.*)',
  '(.*?), - (.*)',
  '(.*), - (.*)',
  '(.*)x{3}',
  '(.*?)\\s*',
  '([a-c]{3,40})-(.{0,9})',
  'abcabcabcabcabcabca(bc)*( .*)?',
]

test('finds the ends of runs at every place of a vector', () => {
  const memory = new KernelMemory()
  const programs = LONG.map((pattern) => {
    return compileOnePass(pattern, { dialect: 'perl', match: 'full' }) as OnePassProgram
  })
  const part = fc
    .tuple(fc.constantFrom('a', 'abc', '1', 'é', '😀', ' ', '\0', '\x7f', '-', 'x'), fc.nat(40))
    .map(([unit, count]) => unit.repeat(count))
  const separator = fc.constantFrom(' ', '-', '"', 'é', ', - ', ', -', 'xxx', ' \t ', '')
  const value = fc
    .array(fc.tuple(part, separator), { maxLength: 4 })
    .map((parts) => Buffer.from(parts.flat().join('')))
  const rows = fc.array(anyRow(value), { minLength: 4, maxLength: 9 })
  fc.assert(
    fc.property(fc.constantFrom(...programs), rows, (program, each) => {
      const keyCount = program.groups
      assertExtracts(memory, { program, rows: each, keyCount, fillMissing: true, spareRuns: 9 })
    }),
    { numRuns: 3000, seed: 6 },
  )
})
