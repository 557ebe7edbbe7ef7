import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import { asRecords } from '@sluice/testkit'
import { LONGEST_EVENT } from './lines/stretch.ts'
import { Sandbox } from './test-support/sandbox.ts'

test('lines are collected as they are appended', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\ntwo\n')
  await box.start()
  assert.deepEqual(await box.lines(0), ['one', 'two'])
  box.append('a.log', 'three\n')
  assert.deepEqual(await box.lines('200ms'), ['three'])
})

test('a line that is appended after a long silence is collected', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start()
  await box.lines('10m')
  box.append('a.log', 'two\n')
  await box.run.until(() => box.run.events.length === 1)
  assert.deepEqual(await box.lines(0), ['two'])
})

test('one newline is taken from a line and nothing else', async () => {
  await using box = new Sandbox()
  box.write('a.log', '\n one \r\n\n\n\0\xff\t\n')
  await box.start()
  assert.deepEqual(await box.lines(0), ['', ' one \r', '', '', '\0\xff\t'])
})

test('an incomplete last line waits for its end', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\ntw')
  await box.start()
  assert.deepEqual(await box.lines('30s'), ['one'])
  box.append('a.log', 'o\n')
  assert.deepEqual(await box.lines(), ['two'])
})

test('an incomplete last line that does not grow is collected, and its late newline is no line', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one')
  await box.start({ FlushTimeoutSecs: 3 })
  assert.deepEqual(await box.lines('2s'), [])
  box.append('a.log', ' two')
  assert.deepEqual(await box.lines('2500ms'), [])
  assert.deepEqual(await box.lines('2s'), ['one two'])
  box.append('a.log', '\n')
  assert.deepEqual(await box.lines(), [])
  box.append('a.log', '\nthree\n')
  assert.deepEqual(await box.lines(), ['', 'three'])
})

test('the late newline of a collected line is no line after a restart either', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one')
  await box.start({ FlushTimeoutSecs: 3 })
  assert.deepEqual(await box.lines('5s'), ['one'])
  await box.stop()
  box.append('a.log', '\ntwo\n')
  await box.start()
  assert.deepEqual(await box.lines(), ['two'])
})

test('lines of up to 512 KB stay whole, longer ones are cut', async () => {
  await using box = new Sandbox()
  const whole = 'w'.repeat(LONGEST_EVENT)
  const long = 'l'.repeat(LONGEST_EVENT)
  box.write('a.log', `${whole}\n${long}rest\nend\n`)
  await box.start({ TailSizeKB: 10_000 })
  assert.deepEqual(await box.lines(0), [whole, long, 'rest', 'end'])
  const [counter] = box.run.pipeline.metrics.filter(({ name }) => name === 'split_lines_total')
  assert.equal(counter?.value, 1)
})

test('a cut tears no character apart', async () => {
  await using box = new Sandbox()
  const long = 'ä€😀'.repeat(LONGEST_EVENT / 8)
  box.write('a.log', `${long}\n`)
  await box.start({ TailSizeKB: 10_000 })
  const lines = await box.lines(0)
  assert.equal(lines.length, 2)
  assert.ok(lines.every((line) => !line.includes('\uFFFD')))
  assert.equal(lines.join(''), long)
})

test('every file gets its turn while a large one is read', async () => {
  await using box = new Sandbox()
  box.write('a.log', `${'a'.repeat(99)}\n`.repeat(20_000))
  box.write('b.log', 'b\n')
  await box.start({ TailSizeKB: 10_000 })
  const lines = await box.lines()
  assert.equal(lines.length, 20_001)
  assert.ok(lines.indexOf('b') < 15_000)
})

test('events carry the path of their file and the time of reading', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start()
  await box.clock.advance(0)
  const [group] = box.run.groups
  assert.deepEqual(group?.tags, { __path__: box.path('a.log') })
  assert.deepEqual(group?.events, [
    { kind: 'log', time: box.clock.seconds(), contents: [['content', 'one']] },
  ])
})

test('place and inode come along when they are asked for', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\ntwo\n')
  await box.start({ AppendingLogPositionMeta: true })
  await box.clock.advance(0)
  const [group] = box.run.groups
  const inode = String(statSync(box.path('a.log')).ino)
  assert.deepEqual(group?.tags, { __path__: box.path('a.log'), __inode__: inode })
  box.append('a.log', 'three\n')
  await box.clock.advance('1s')
  assert.deepEqual(asRecords(box.run.events), [
    { content: 'one', __file_offset__: '0' },
    { content: 'two', __file_offset__: '4' },
    { content: 'three', __file_offset__: '8' },
  ])
})

test('tags and the field for the place can be renamed and left out', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  const Tags = { FilePathTagKey: '', FileInodeTagKey: '__default__' }
  await box.start({ FileOffsetKey: 'at', Tags })
  await box.clock.advance(0)
  assert.deepEqual(Object.keys(box.run.groups[0]?.tags ?? {}), ['__inode__'])
  assert.deepEqual(asRecords(box.run.events), [{ content: 'one', at: '0' }])
})

test('GBK becomes UTF-8 line by line, and what is not GBK keeps its bytes', async () => {
  await using box = new Sandbox()
  const hello = Buffer.from([0xc4, 0xe3, 0xba, 0xc3])
  const broken = Buffer.from([0xff, 0x41])
  const newline = Buffer.from('\n')
  box.write('a.log', Buffer.concat([hello, newline, broken, newline, hello]))
  await box.start({ FileEncoding: 'GBK', FileOffsetKey: 'at', FlushTimeoutSecs: 1 })
  await box.clock.advance('3s')
  assert.deepEqual(asRecords(box.run.events), [
    { content: '你好', at: '0' },
    { content: '\uFFFDA', at: '5' },
    { content: '你好', at: '8' },
  ])
})

test('of a large file only the end is collected, from a whole line on, and that is told', async () => {
  await using box = new Sandbox()
  box.write('a.log', `${'x'.repeat(99)}\n`.repeat(20))
  await box.start({ TailSizeKB: 1 })
  assert.equal((await box.lines(0)).length, 10)
  const warning = box.run.records.find(({ level }) => level === 'warn')
  assert.deepEqual(warning?.fields['option'], 'TailSizeKB')
  assert.deepEqual(warning?.fields['skippedBytes'], 1000)
})

test('a file that has not changed for minutes is collected once it changes, and that is told', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  box.age('a.log', 200_000)
  box.write('b.log', 'two\n')
  box.age('b.log', 100_000)
  await box.start()
  assert.deepEqual(await box.lines(), ['two'])
  const warning = box.run.records.find(({ level }) => level === 'warn')
  assert.deepEqual(warning?.fields['option'], 'TailingAllMatchedFiles')
  box.append('a.log', 'three\n')
  assert.deepEqual(await box.lines(), ['one', 'three'])
})

test('TailingAllMatchedFiles collects files of any age, but none twice', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  box.age('a.log', 7 * 24 * 3_600_000)
  await box.start({ TailingAllMatchedFiles: true })
  assert.deepEqual(await box.lines(), ['one'])
  assert.deepEqual(box.messages('warn'), [])
  await box.stop()
  await box.start({ TailingAllMatchedFiles: true })
  assert.deepEqual(await box.lines(), [])
})

test('a file that turns up later is collected unless it is hours old', async () => {
  await using box = new Sandbox()
  await box.start()
  assert.deepEqual(box.messages('warn'), ['no file matches the path yet'])
  box.write('new.log', 'new\n')
  box.write('old.txt', 'old\n')
  box.age('old.txt', 4 * 3_600_000)
  box.rename('old.txt', 'old.log')
  assert.deepEqual(await box.lines(), ['new'])
  box.append('old.log', 'again\n')
  assert.deepEqual(await box.lines(), ['old', 'again'])
})

test('what is too far behind is skipped when the options say so', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start({ ReadDelaySkipThresholdBytes: 50 })
  assert.deepEqual(await box.lines(), ['one'])
  box.append('a.log', `${'x'.repeat(99)}\nlast`)
  assert.deepEqual(await box.lines(), [])
  box.append('a.log', ' line\n')
  assert.deepEqual(await box.lines(), ['last line'])
  const warning = box.run.records.find(({ level }) => level === 'warn')
  assert.deepEqual(warning?.fields['skippedBytes'], 100)
})

test('being far behind is told once until it is made up for', async () => {
  await using box = new Sandbox()
  box.write('a.log', '')
  await box.start({ ReadDelayAlertThresholdBytes: 50 })
  for (const size of [99, 99, 9, 99]) {
    box.append('a.log', `${'x'.repeat(size)}\n`)
    await box.lines()
  }
  const message = 'collecting is far behind the writer of the file'
  assert.deepEqual(box.messages('warn'), [message, message])
})

test('having caught up is told once, with the number of events', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\ntwo\n')
  box.write('b.log', '')
  await box.start()
  await box.lines()
  box.append('a.log', 'three\n')
  await box.lines()
  const told = box.run.pipeline.reports.filter((report) => report.type === 'caught_up')
  assert.deepEqual(
    told.map(({ events }) => events),
    [2],
  )
})

test('a --once run reads everything that is there and ends', async () => {
  await using box = new Sandbox()
  box.write('a.log', `${'x'.repeat(99)}\n`.repeat(11) + 'last')
  box.age('a.log', 7 * 24 * 3_600_000)
  await box.start({ TailSizeKB: 1 }, { once: true })
  assert.equal((await box.lines(0)).at(-1), 'last')
  assert.ok(box.run.ended)
  await box.stop()
  box.append('a.log', '\nmore')
  await box.start({}, { once: true })
  assert.deepEqual(await box.lines(0), ['more'])
  assert.ok(box.run.ended)
})

test('a --once run without files ends', async () => {
  await using box = new Sandbox()
  await box.start({}, { once: true })
  assert.ok(box.run.ended)
  assert.deepEqual(box.messages('warn'), ['no file matches the path yet'])
})

test(
  'in a directory that may not be listed, a file that is named outright is collected through rotation',
  { skip: process.getuid?.() === 0 && 'root may read everything' },
  async () => {
    await using box = new Sandbox()
    box.write('in/a.log', 'one\n')
    box.allow('in', 0o300)
    await box.start({ FilePaths: [box.path('in/a.log'), box.path('in/*.txt')] })
    assert.deepEqual(await box.lines(), ['one'])
    box.append('in/a.log', 'two\n')
    box.rename('in/a.log', 'in/a.log.1')
    box.write('in/a.log', 'three\n')
    assert.deepEqual(await box.lines(), ['two', 'three'])
    const message = 'directory cannot be read; the files in it are not collected'
    assert.equal(box.messages('warn').filter((given) => given === message).length, 1)
    box.allow('in', 0o700)
  },
)

test(
  'a file that may not be read is told of once and does not stop the others',
  { skip: process.getuid?.() === 0 && 'root may read everything' },
  async () => {
    await using box = new Sandbox()
    box.write('a.log', 'one\n')
    box.write('b.log', 'two\n')
    box.allow('a.log', 0)
    await box.start()
    assert.deepEqual(await box.lines('1m'), ['two'])
    assert.deepEqual(box.messages('warn'), ['the file cannot be read; it is tried again'])
    box.allow('a.log', 0o600)
    assert.deepEqual(await box.lines(), ['one'])
  },
)
