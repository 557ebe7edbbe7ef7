import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { formatDiagnostic } from './diagnostic.ts'
import { compileText } from './test-support/compile-text.ts'

const original = readFileSync(new URL('fixtures/ten-mistakes.yaml', import.meta.url), 'utf8')

const pieces = [
  ...[
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\t',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '!x ',
    '|\n',
    '? ',
  ],
  ...[
    '${env:X}',
    '${file:/',
    '#',
    '%',
    '\u0000',
    '\ud800',
    '---\n',
    'Type: ',
    '<<: ',
    '__proto__: ',
  ],
]

/** Cuts something out somewhere and puts something in. */
const edit = fc.record({
  at: fc.nat(original.length),
  cut: fc.nat(30),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
})

const mutated = fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) => {
  let text = original
  for (const { at, cut, piece } of edits) text = text.slice(0, at) + piece + text.slice(at + cut)
  return text
})

for (const file of ['mutated.yaml', 'mutated.json']) {
  test(`any text gives ${file} a plan or a diagnostic with a place in the text`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, fc.string({ unit: 'binary' })), async (text) => {
        const { plan, disabled, diagnostics } = await compileText(text, { file })
        const failed = diagnostics.some(({ severity }) => severity === 'error')
        assert.equal(plan === undefined, failed || disabled)
        const lines = text.split('\n').length
        for (const diagnostic of diagnostics) {
          assert.ok(diagnostic.line >= 1 && diagnostic.line <= lines, formatDiagnostic(diagnostic))
          assert.ok(diagnostic.column >= 1)
          assert.ok(diagnostic.message.length > 0)
        }
      }),
      { numRuns: 300 },
    )
  })
}
