import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from '@sluice/plugin/schema'
import { compileProcessor } from './test-support/compile-text.ts'
import { registryWith } from './test-support/sample-registry.ts'

const config = z.object({
  Text: z.string().optional(),
  Port: z.int().min(1).max(65_535).optional(),
  Ratio: z.number().min(0).optional(),
  Flag: z.boolean().optional(),
  Names: z.array(z.string()).optional(),
  Mode: z.enum(['fast', 'slow']).optional(),
  Either: z.union([z.string(), z.array(z.string())]).optional(),
  Pattern: z.string().regex(/^a/, 'it must begin with a.').optional(),
  Pin: z.string().max(4).meta({ writeOnly: true }).optional(),
})

const cases = [
  ['Text: 161', 'must be a string; found the number 161', 'Put it in quotes.'],
  ['Text: yes', 'must be a string; found the boolean true', 'Put it in quotes.'],
  ['Text:', 'must be a string; found nothing (null)', 'Give the key a value, or remove it.'],
  ['Port: "80"', 'must be an integer from 1 to 65535; found the string "80"', 'Remove the quotes.'],
  ['Port: 1.5', 'must be an integer from 1 to 65535; found the number 1.5', undefined],
  ['Port: eighty', 'must be an integer from 1 to 65535; found the string "eighty"', undefined],
  ['Ratio: [1]', 'must be a number of at least 0; found a list', undefined],
  ['Flag: {}', 'must be true or false; found a map', undefined],
  [
    'Names: one',
    'must be a list of strings; found the string "one"',
    'Write it as a list, in [ ] or with a dash before each item.',
  ],
  ['Mode: fats', 'must be one of "fast", "slow"; found the string "fats"', 'Did you mean "fast"?'],
  ['Either: {}', 'must be a string or a list of strings; found a map', undefined],
  ['Pattern: b', 'is not accepted: it must begin with a; found the string "b"', undefined],
  ['Pin: "12345"', 'is not accepted; expected a string; found a string', undefined],
  ['Pin: 12345', 'must be a string; found a number', 'Put it in quotes.'],
  [
    `Port: ${'x'.repeat(100)}`,
    'must be an integer from 1 to 65535; found a long string',
    undefined,
  ],
] as const

for (const [option, wording, hint] of cases) {
  test(`${option.slice(0, 30)} → ${wording}`, async () => {
    const { diagnostics } = await compileProcessor(`    ${option}\n`, registryWith(config))
    const name = option.slice(0, option.indexOf(':'))
    assert.equal(diagnostics[0]?.message, `option "${name}" of processor_under_test ${wording}`)
    assert.equal(diagnostics[0]?.hint, hint)
    assert.equal(diagnostics.length, 1)
  })
}
