import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords } from '@sluice/testkit'
import { Sandbox } from '../test-support/sandbox.ts'

interface Case {
  readonly name: string
  readonly Multiline: Readonly<Record<string, unknown>>
  /** Lines, joined by newlines, and a last newline. */
  readonly lines: readonly string[]
  readonly events: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'a start pattern: up to the next line with it',
    Multiline: { StartPattern: '\\[\\d+\\].*' },
    lines: ['x', 'y', '[1] a', ' b', '', '[2] c', '[3]', 'd'],
    events: ['x', 'y', '[1] a\n b\n', '[2] c', '[3]\nd'],
  },
  {
    name: 'a start pattern that is found in the middle of a line',
    Multiline: { StartPattern: 'ERROR$' },
    lines: ['1 ERROR x', 'a', '2 ERROR', 'b'],
    events: ['1 ERROR x\na', '2 ERROR\nb'],
  },
  {
    name: 'a start pattern at the beginning of a line, with characters of any kind before what is found',
    Multiline: { StartPattern: '^.*é=\\d' },
    lines: ['é', '日本 é=1', 'é=', '\u00e9=2', 'z'],
    events: ['é', '日本 é=1\né=', '\u00e9=2\nz'],
  },
  {
    name: 'start and continue: up to the first line that does not continue',
    Multiline: { StartPattern: '^S', ContinuePattern: '^\\s' },
    lines: [' 0', 'S1', ' a', ' S', 'S2', 'x', ' b', 'S3'],
    events: [' 0', 'S1\n a\n S', 'S2', 'x', ' b', 'S3'],
  },
  {
    name: 'start and end: up to the line that ends, which is not the first',
    Multiline: { StartPattern: '^S', EndPattern: 'E' },
    lines: ['x E', 'S E', 'S a', 'b E', 'c', 'S', 'E', 'S d', 'e'],
    events: ['x E', 'S E\nS a\nb E', 'c', 'S\nE', 'S d', 'e'],
  },
  {
    name: 'continue and end: all lines but the last continue',
    Multiline: { ContinuePattern: '\\\\$', EndPattern: '^[^\\\\]*;' },
    lines: ['a \\', 'b \\', 'c;', 'd;', 'e \\', 'f', 'g', 'h \\'],
    events: ['a \\\nb \\\nc;', 'd;', 'e \\', 'f', 'g', 'h \\'],
  },
  {
    name: 'an end pattern: up to the line with it',
    Multiline: { EndPattern: '^--$' },
    lines: ['a', 'b', '--', '--', 'c', '--', 'd'],
    events: ['a\nb\n--', '--', 'c\n--', 'd'],
  },
  {
    name: 'an end pattern that finds empty lines only',
    Multiline: { EndPattern: '^$' },
    lines: ['a', 'b', '', 'c', '', 'd'],
    events: ['a\nb\n', 'c\n', 'd'],
  },
  {
    name: 'lines of no block can be discarded',
    Multiline: { StartPattern: 'S', EndPattern: 'E', UnmatchedContentTreatment: 'discard' },
    lines: ['x', 'S', 'E', 'y', 'S', 'z'],
    events: ['S\nE'],
  },
  {
    name: 'of all three patterns the one to continue has no effect',
    Multiline: { StartPattern: 'S', ContinuePattern: 'C', EndPattern: 'E' },
    lines: ['S', 'x', 'E', 'C'],
    events: ['S\nx\nE', 'C'],
  },
  {
    name: 'a pattern that any line has is as none',
    Multiline: { StartPattern: '.*', ContinuePattern: '^\\s' },
    lines: ['a', ' b'],
    events: ['a', ' b'],
  },
  {
    name: 'an extended pattern with a comment',
    Multiline: { StartPattern: '(?x) ^ S # starts' },
    lines: ['S', 'a', 'S'],
    events: ['S\na', 'S'],
  },
  {
    name: 'a pattern with a repeated group that may take no part',
    Multiline: { StartPattern: '^(?:(a)|b)*;' },
    lines: ['ab;', 'c;', ';', 'abc;'],
    events: ['ab;\nc;', ';\nabc;'],
  },
  {
    name: 'objects of JSON',
    Multiline: { Mode: 'JSON' },
    lines: [
      '{"a":1}',
      'x } {',
      ' {',
      '  "b": { "c": "}\\"" },',
      '  "d": [{}]',
      '} ',
      '',
      '{"lost": "quote',
      '{"e":1}',
      '}}',
      '{"f": {',
    ],
    events: [
      '{"a":1}',
      'x } {',
      ' {\n  "b": { "c": "}\\"" },\n  "d": [{}]\n} ',
      '',
      '{"lost": "quote',
      '{"e":1}',
      '}}',
      '{"f": {',
    ],
  },
]
for (const { name, Multiline, lines, events } of cases) {
  for (const last of ['', '\n']) {
    test(`${name}${last === '' ? ', in a file without a last newline' : ''}`, async () => {
      await using box = new Sandbox()
      box.write('a.log', lines.join('\n') + last)
      await box.start({ Multiline }, { once: true })
      assert.deepEqual(await box.lines(0), events)
      assert.ok(box.run.ended)
    })
  }
}

const Multiline = { StartPattern: '^S' }

test('a block waits for the next one, or for the time to be over', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'S1\n a\n')
  await box.start({ Multiline, FlushTimeoutSecs: 3, AppendingLogPositionMeta: true })
  assert.deepEqual(await box.lines('2s'), [])
  box.append('a.log', ' b\nS2\n')
  assert.deepEqual(await box.lines('2s'), ['S1\n a\n b'])
  assert.deepEqual(await box.lines('2s'), ['S2'])
  box.append('a.log', ' c\nS3')
  await box.clock.advance('6s')
  assert.deepEqual(asRecords(box.run.take()), [
    { content: ' c', __file_offset__: '12' },
    { content: 'S3', __file_offset__: '15' },
  ])
  box.append('a.log', '\nS4\nS5\n')
  assert.deepEqual(await box.lines('2s'), ['S4'])
})

test('a restart in the middle of a block loses and doubles nothing', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'S1\n a\nS2\n b')
  await box.start({ Multiline })
  assert.deepEqual(await box.lines(), ['S1\n a'])
  await box.stop()
  box.append('a.log', 'c\n d\nS3\n')
  await box.start({ Multiline })
  assert.deepEqual(await box.lines(), ['S2\n bc\n d'])
})

test('when the writer has gone on to the next file, the last block of the old one is complete', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'S1\n a\n')
  await box.start({ Multiline })
  assert.deepEqual(await box.lines(), [])
  box.rename('a.log', 'a.log.1')
  box.write('a.log', 'S2\n')
  assert.deepEqual(await box.lines(), ['S1\n a'])
})

test('discarded lines are counted and warned of once in a while, unless that is not wanted', async () => {
  for (const IgnoringUnmatchWarning of [false, true]) {
    await using box = new Sandbox()
    await box.start({
      Multiline: { ...Multiline, UnmatchedContentTreatment: 'discard', IgnoringUnmatchWarning },
    })
    for (const wait of ['1s', '1s', '2m', '1s']) {
      box.append('a.log', 'x\ny\n')
      await box.lines(wait)
    }
    const [counter] = box.run.pipeline.metrics.filter(
      (each) => each.name === 'discarded_lines_total',
    )
    assert.equal(counter?.value, 8)
    const warnings = box.run.records.filter(({ fields }) => 'lines' in fields)
    const told = warnings.map(({ fields }) => fields['lines'])
    assert.deepEqual(told, IgnoringUnmatchWarning ? [] : [2, 6])
  }
})

test('the end of a large file is collected from the first line of a block on', async () => {
  await using box = new Sandbox()
  const line = `${'x'.repeat(99)}\n`
  box.write('a.log', `${line.repeat(12)}S1\n${line.repeat(3)}S2\n`)
  await box.start({ Multiline, TailSizeKB: 1, FlushTimeoutSecs: 1 })
  assert.deepEqual(await box.lines(), [`S1\n${line.repeat(3).slice(0, -1)}`, 'S2'])
})

test('blocks in GBK have their places in the file', async () => {
  await using box = new Sandbox()
  const hello = Buffer.from([0xc4, 0xe3, 0xba, 0xc3])
  const broken = Buffer.from([0xff, 0x41])
  const lines = [hello, Buffer.from('S'), hello, broken, hello, Buffer.from('S')]
  box.write('a.log', Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])))
  const options = { Multiline: { StartPattern: '^.*(?:S|\uFFFD)' }, FileEncoding: 'gbk' }
  await box.start({ ...options, FileOffsetKey: 'at' }, { once: true })
  await box.clock.advance(0)
  assert.deepEqual(asRecords(box.run.events), [
    { content: '你好', at: '0' },
    { content: 'S\n你好', at: '5' },
    { content: '\uFFFDA\n你好', at: '12' },
    { content: 'S', at: '20' },
  ])
})
