import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_EVENT } from './stretch.ts'
import { Sandbox } from '../test-support/sandbox.ts'

const Multiline = { StartPattern: '^S' }

/** Lines that begin with what tells them apart and are long. */
function long(start: string, count: number, length: number): string {
  return `${start}\n${`${'x'.repeat(length - 1)}\n`.repeat(count)}`
}

test('a block that is longer than usual windows stays whole, up to 512 KB', async () => {
  await using box = new Sandbox()
  const blocks = [long('S1', 300, 1000), long('S2', 5, 100_000), long('S3', 1, 100)]
  box.write('a.log', blocks.join(''))
  await box.start({ Multiline, TailSizeKB: 10_000, FlushTimeoutSecs: 1 })
  const lines = await box.lines()
  assert.deepEqual(
    lines.map(({ length }) => length),
    blocks.map(({ length }) => length - 1),
  )
})

test('a longer block is cut between lines, also across a restart, and what follows belongs to it', async () => {
  await using box = new Sandbox()
  const options = {
    Multiline: { ...Multiline, ContinuePattern: '^x', UnmatchedContentTreatment: 'discard' },
    TailSizeKB: 10_000,
    FileOffsetKey: 'at',
  }
  const block = long('S1', 700, 1000)
  box.write('a.log', block)
  await box.start(options)
  const [piece = '', ...more] = await box.lines()
  assert.deepEqual(more, [])
  assert.ok(piece.length > LONGEST_EVENT - 1000 && piece.length <= LONGEST_EVENT)
  await box.stop()
  box.append('a.log', 'x\nno\nS2\nno\n')
  await box.start(options)
  assert.deepEqual(await box.lines(), [`${block.slice(piece.length + 1)}x`, 'S2'])
  const [counter] = box.run.pipeline.metrics.filter(({ name }) => name === 'discarded_lines_total')
  assert.equal(counter?.value, 2)
})

test('a line of a block that is longer is cut, and its rest belongs to the block', async () => {
  await using box = new Sandbox()
  const line = 'S'.repeat(LONGEST_EVENT * 2 + 100)
  const other = 'ä'.repeat(LONGEST_EVENT)
  const text = `S1\n a\n${line}\n b\nS2\nE\n${other}\nS3\nE\n`
  box.write('a.log', text)
  const EndPattern = 'E'
  const options = { StartPattern: '^S', EndPattern, UnmatchedContentTreatment: 'discard' }
  await box.start({ Multiline: options, TailSizeKB: 10_000 })
  const events = await box.lines()
  assert.equal(events.slice(0, -1).join('\n').replaceAll('\n', ''), `S1 a${line} bS2E`)
  assert.ok(events.every(({ length }) => length <= LONGEST_EVENT))
  assert.equal(events.at(-1), 'S3\nE')
})

test('an object that is longer is cut, and its rest is lines', async () => {
  await using box = new Sandbox()
  const text = `{"a":"${'x'.repeat(LONGEST_EVENT)}"}\n{"b":1}\n`
  box.write('a.log', text)
  await box.start({ Multiline: { Mode: 'JSON' }, TailSizeKB: 10_000 })
  const events = await box.lines()
  assert.equal(events.length, 3)
  assert.equal(`${events[0]}${events[1]}\n${events[2]}\n`, text)
})

/** Longer than a line may be. */
const LONG = '.'.repeat(LONGEST_EVENT)
/** Four tenths of what an event may have. */
const PART = '.'.repeat(LONGEST_EVENT * 0.4)

interface CutCase {
  readonly name: string
  readonly patterns: Readonly<Record<string, string>>
  readonly text: string
  /** The first character of each line of each event; a piece of a line counts as a line. */
  readonly events: readonly string[]
}

const cutCases: readonly CutCase[] = [
  {
    name: 'the next block may begin right behind a cut',
    patterns: { StartPattern: '^S' },
    text: `S\n${PART}\n${PART}\nS${PART}\nx\nS\n`,
    events: ['S..', 'Sx', 'S'],
  },
  {
    name: 'the rest of a line belongs to the block although it does not continue it',
    patterns: { StartPattern: '^S', ContinuePattern: '^c' },
    text: `S\nc${LONG}\nc\nS\nx\n`,
    events: ['S', 'c', '.c', 'S'],
  },
  {
    name: 'a line that ends a block does so with its rest',
    patterns: { StartPattern: '^S', EndPattern: 'E' },
    text: `S\nE${LONG}\nx\nE\nx\n`,
    events: ['S', 'E', '.xE'],
  },
  {
    name: 'the rest of a line that begins a block with its end is no line of its own',
    patterns: { ContinuePattern: '^c', EndPattern: '^E' },
    text: `x\nE${LONG}\nE\nx\n`,
    events: ['E', '.E'],
  },
  {
    name: 'the rest of a line of no block is of none',
    patterns: { StartPattern: '^S', ContinuePattern: '^c' },
    text: `c${LONG}S${LONG}\nS\nc\n`,
    events: ['Sc'],
  },
]
for (const { name, patterns, text, events } of cutCases) {
  test(`of what is too long, ${name}`, async () => {
    await using box = new Sandbox()
    box.write('a.log', text)
    const options = { ...patterns, UnmatchedContentTreatment: 'discard' }
    await box.start({ Multiline: options, TailSizeKB: 10_000, FlushTimeoutSecs: 1 })
    const lines = await box.lines()
    assert.deepEqual(
      lines.map((event) =>
        event
          .split('\n')
          .map((line) => line[0])
          .join(''),
      ),
      events,
    )
    assert.ok(lines.every(({ length }) => length <= LONGEST_EVENT))
  })
}

test('what is left of a block that was cut waits for its end', async () => {
  await using box = new Sandbox()
  const options = {
    StartPattern: '^S',
    ContinuePattern: '^x',
    UnmatchedContentTreatment: 'discard',
  }
  box.write('a.log', long('S1', 700, 1000))
  await box.start({ Multiline: options, TailSizeKB: 10_000 })
  assert.equal((await box.lines()).length, 1)
  box.append('a.log', 'x1\n')
  assert.deepEqual(await box.lines(), [])
  box.append('a.log', 'S2\n')
  const [rest = '', ...more] = await box.lines()
  assert.ok(rest.startsWith('xxx') && rest.endsWith('x\nx1'))
  assert.deepEqual(more, [])
})
