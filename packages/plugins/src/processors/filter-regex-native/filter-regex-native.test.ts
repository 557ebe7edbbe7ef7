import assert from 'node:assert/strict'
import { test } from 'node:test'
import { log } from '@sluice/plugin'
import { caseFolders, type LoadError, runProcessor } from '@sluice/testkit'
import fc from 'fast-check'
import { processCounted } from '../../shared/test-support/process-counted.ts'
import { withBlanks } from './blank-invalid.ts'
import plugin from './index.ts'

caseFolders(`${import.meta.dirname}/cases`, plugin)

test('counts what it drops', async () => {
  const options = { FilterKey: ['m'], FilterRegex: ['a'] }
  const { counts, warnings } = await processCounted(plugin, options, [{ m: 'a' }, { m: 'b' }, {}])
  assert.deepEqual(counts, { discarded_events_total: 2 })
  assert.deepEqual(warnings, [])
})

test('warns when several ways to filter are given', async () => {
  const options = { FilterKey: ['m'], FilterRegex: ['a'], Include: { m: 'b' } }
  const { warnings } = await processCounted(plugin, options, [{ m: 'a' }])
  assert.equal(warnings.length, 1)
})

const leaf = { key: 'm', exp: 'a', type: 'regex' }
const refused: readonly (readonly [path: string, options: Record<string, unknown>])[] = [
  ['FilterRegex', { FilterKey: ['m'], FilterRegex: [] }],
  ['FilterRegex[1]', { FilterKey: ['m', 'n'], FilterRegex: ['a', '('] }],
  ['Include.m', { Include: { m: '(' } }],
  ['ConditionExp', { ConditionExp: { key: 'm' } }],
  ['ConditionExp.exp', { ConditionExp: { ...leaf, exp: '(' } }],
  ['ConditionExp.type', { ConditionExp: { ...leaf, type: 'glob' } }],
  ['ConditionExp.operator', { ConditionExp: { operator: 'xor', operands: [leaf, leaf] } }],
  ['ConditionExp.operands', { ConditionExp: { operator: 'and', operands: [leaf] } }],
  ['ConditionExp.operands', { ConditionExp: { operator: 'not', operands: [leaf, leaf] } }],
  ['ConditionExp.operands[1]', { ConditionExp: { operator: 'or', operands: [leaf, 'm'] } }],
]

for (const [path, options] of refused) {
  test(`refuses ${JSON.stringify(options)}`, async () => {
    await assert.rejects(runProcessor(plugin, { options, events: [] }), (error: LoadError) => {
      assert.deepEqual(
        error.diagnostics.map((each) => each.path),
        [`processors[0].${path}`],
      )
      return true
    })
  })
}

test('refuses a condition that is too deep', async () => {
  let ConditionExp: Record<string, unknown> = leaf
  for (let depth = 0; depth < 100; depth++) {
    ConditionExp = { operator: 'not', operands: [ConditionExp] }
  }
  await assert.rejects(runProcessor(plugin, { options: { ConditionExp }, events: [] }))
})

test('bytes that are not UTF-8 become spaces, if told so', async () => {
  const m = Buffer.from([0x61, 0xe2, 0x82, 0x62, 0xff])
  const events = [log({ contents: { m, n: 'é' } })]
  const blanked = await runProcessor(plugin, { options: { DiscardingNonUTF8: true }, events })
  assert.deepEqual(
    blanked.events.map((event) => (event.kind === 'log' ? [...event.contents] : [])),
    [
      [
        ['m', 'a  b '],
        ['n', 'é'],
      ],
    ],
  )
})

test('each byte of no valid character becomes a space, and nothing else does', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text.toWellFormed())),
    fc.uint8Array({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
      const bytes = Buffer.concat(units)
      const copy = withBlanks(bytes)
      assert.equal(copy.length, bytes.length)
      assert.ok(!Buffer.from(copy).toString().includes('\ufffd') || bytes.includes('\ufffd'))
      const text = bytes.toString()
      if (!text.includes('\ufffd')) assert.deepEqual(Buffer.from(copy), bytes)
      assert.equal(
        Buffer.from(copy).toString().replaceAll(' ', ''),
        text.replaceAll(/[ \ufffd]/g, ''),
      )
    }),
    { seed: 51 },
  )
})
