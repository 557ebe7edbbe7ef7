import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LONGEST_EVENT } from './stretch.ts'
import { Sandbox } from '../test-support/sandbox.ts'

/** A letter for each line, by the patterns that are found in it. */
const LETTERS = 'abcdefgh'
const letters = (has: (line: number) => boolean): string =>
  `[${[...LETTERS].filter((_, line) => has(line)).join('')}]`
const START = letters((line) => (line & 1) !== 0)
const NO_START = letters((line) => (line & 1) === 0)
const CONTINUE = letters((line) => (line & 2) !== 0)
const END = letters((line) => (line & 4) !== 0)
const NO_END = letters((line) => (line & 4) === 0)
const LAST_ONLY = letters((line) => (line & 6) === 4)

/** Which letters make a block: what else there is belongs to none. */
const BLOCKS: Readonly<Record<string, string>> = {
  s: `${START}${NO_START}*`,
  sc: `${START}${CONTINUE}*`,
  se: `${START}${NO_END}*${END}`,
  sce: `${START}${NO_END}*${END}`,
  ce: `${CONTINUE}*${LAST_ONLY}`,
  e: `${NO_END}*${END}`,
}

interface Rule {
  readonly patterns: string
  readonly discard: boolean
}

/** What a whole file is to become, by the rule alone. */
function expectedEvents(text: string, { patterns, discard }: Rule): readonly string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const word = lines.map((line) => {
    const found = ['S', 'C', 'E'].map((mark, bit) => (line.includes(mark) ? 1 << bit : 0))
    return LETTERS[found.reduce((sum, bit) => sum | bit, 0)]
  })
  let at = 0
  return [...word.join('').matchAll(new RegExp(`(${BLOCKS[patterns]})|.`, 'g'))].flatMap(
    (match) => {
      const block = lines.slice(at, (at += match[0].length)).join('\n')
      return discard && match[1] === undefined ? [] : [block]
    },
  )
}

function optionsOf({ patterns, discard }: Rule): Readonly<Record<string, unknown>> {
  const pattern = (letter: string): string =>
    patterns.includes(letter) ? letter.toUpperCase() : ''
  const Multiline = {
    StartPattern: pattern('s'),
    ContinuePattern: pattern('c'),
    EndPattern: pattern('e'),
    UnmatchedContentTreatment: discard ? 'discard' : 'single_line',
  }
  return { Multiline, TailSizeKB: 100_000, FlushTimeoutSecs: 30 }
}

const rule = fc.record({
  patterns: fc.constantFrom(...Object.keys(BLOCKS)),
  discard: fc.boolean(),
})
const piece = fc.constantFrom(
  'S',
  'C',
  'E',
  'SC',
  'x',
  'é😀',
  '\r',
  '\n',
  '\n',
  '\nS',
  '\nC',
  '\nE',
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

test('what comes out of a growing file is what the rule makes of the whole of it', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 2, arbitrary: fc.constant('look' as const) },
    fc.constant('restart' as const),
  )
  await fc.assert(
    fc.asyncProperty(rule, fc.array(step, { maxLength: 10 }), async (how, steps) => {
      await using box = new Sandbox()
      box.write('a.log', '')
      await box.start(optionsOf(how))
      let written = ''
      const events: string[] = []
      for (const each of steps) {
        if (each === 'look') events.push(...(await box.lines('1s')))
        else if (each === 'restart') {
          await box.stop()
          await box.start(optionsOf(how))
        } else {
          // Also in the middle of a character.
          const [bytes, middle] = [Buffer.from(each), each.length >> 1]
          box.append('a.log', bytes.subarray(0, middle))
          if (middle % 2 === 1) events.push(...(await box.lines('1s')))
          box.append('a.log', bytes.subarray(middle))
          written += each
        }
      }
      events.push(...(await box.lines('1s')), ...(await box.lines('40s')))
      assert.deepEqual(events, expectedEvents(written, how))
    }),
    { seed: 21, numRuns: 150 },
  )
})

test('what comes out of large blocks is what the rule makes of them', async () => {
  const marks = fc.constantFrom('S', 'C', 'E', 'x', 'x', 'x', 'x')
  const line = fc
    .tuple(marks, fc.nat(40_000), marks)
    .map(([first, length, last]) => `${first}${'.'.repeat(length)}${last}\n`)
  const lines = fc.array(line, { minLength: 20, maxLength: 120, size: 'max' })
  await fc.assert(
    fc.asyncProperty(rule, lines, async (how, given) => {
      const all = given.join('')
      const expected = expectedEvents(all, how)
      fc.pre(
        expectedEvents(all, { ...how, discard: false }).every(
          (event) => event.length < LONGEST_EVENT / 2,
        ),
      )
      await using box = new Sandbox()
      box.write('a.log', all)
      await box.start(optionsOf(how), { once: true })
      assert.deepEqual(await box.lines(0), expected)
    }),
    { seed: 22, numRuns: 25 },
  )
})
