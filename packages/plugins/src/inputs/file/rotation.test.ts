import assert from 'node:assert/strict'
import { closeSync, linkSync, openSync, statSync, symlinkSync, writeSync } from 'node:fs'
import { test } from 'node:test'
import { Sandbox, tellsBirth } from './test-support/sandbox.ts'

const DAY = 24 * 3_600_000

test('a renamed file is read to its end before the new one of its name', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start()
  assert.deepEqual(await box.lines(), ['one'])
  box.append('a.log', 'two\n')
  box.rename('a.log', 'a.log.1')
  box.write('a.log', 'three\n')
  assert.deepEqual(await box.lines(), ['two', 'three'])
})

test('what the writer still writes to a renamed file is collected before the new one begins', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start()
  await box.lines()
  box.rename('a.log', 'a.log.1')
  assert.deepEqual(await box.lines('5m'), [])
  box.append('a.log.1', 'two\nthr')
  box.write('a.log', 'four\n')
  assert.deepEqual(await box.lines(), ['two', 'thr', 'four'])
  box.append('a.log.1', 'ee\n')
  assert.deepEqual(await box.lines(), ['ee'])
})

test('a file that was empty when it was renamed is still the same', async () => {
  await using box = new Sandbox()
  box.write('a.log', '')
  await box.start()
  await box.lines()
  box.rename('a.log', 'a.log.1')
  box.write('a.log', '')
  assert.deepEqual(await box.lines(), [])
  box.append('a.log.1', 'one\n')
  box.append('a.log', 'two\n')
  assert.deepEqual(await box.lines(), ['one', 'two'])
  await box.stop()
  box.write('b.log', '')
  await box.start()
  await box.stop()
  box.append('b.log', 'three\n')
  box.rename('b.log', 'b.log.1')
  box.write('b.log', 'four\n')
  await box.start()
  assert.deepEqual(await box.lines(), ['three', 'four'])
})

test('a rotation while nobody looks loses nothing', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start()
  assert.deepEqual(await box.lines(), ['one'])
  await box.stop()
  box.append('a.log', 'two\nthree')
  box.rename('a.log', 'a.log.1')
  box.write('a.log', 'four\n')
  await box.start()
  assert.deepEqual(await box.lines(), ['two', 'three', 'four'])
})

test(
  'files that were rotated away before anybody saw them are found by their names',
  { skip: !tellsBirth() && 'the file system does not tell when a file was made' },
  async () => {
    await using box = new Sandbox()
    // Made before the file was last written to: no part of what was missed.
    box.write('a.log.7', 'older\n')
    box.waitForTick()
    box.write('a.log', 'one\n')
    await box.start()
    await box.lines()
    box.rename('a.log', 'a.log.20260101')
    for (const text of ['two', 'three']) {
      box.waitForTick()
      box.write('a.log', `${text}\n`)
      box.write(`a.log.${text}`, 'another log\n')
      box.write('a.log.1.gz', 'compressed\n')
      box.rename('a.log', text === 'two' ? 'a.log.20260102' : 'a.log-3')
    }
    box.waitForTick()
    box.write('a.log', 'four\n')
    assert.deepEqual(await box.lines(), ['two', 'three', 'four'])
    await box.stop()
    await box.start()
    assert.deepEqual(await box.lines(), [])
  },
)

test('a deleted file is let go after a quarter of an hour, even when its writer goes on', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start({ FlushTimeoutSecs: 10_000 })
  await box.lines()
  const writer = openSync(box.path('a.log'), 'a')
  box.remove('a.log')
  writeSync(writer, 'two\nthree')
  assert.deepEqual(await box.lines('14m'), ['two'])
  await box.clock.advance('2m')
  writeSync(writer, '\nfour\n')
  assert.deepEqual(await box.lines('1m'), [])
  closeSync(writer)
  assert.deepEqual(box.messages('warn'), ['the file is gone before it was read to its end'])
})

test('a file that was renamed into a subdirectory is found when the option says how deep', async () => {
  for (const MaxCheckpointDirSearchDepth of [0, 1]) {
    await using box = new Sandbox()
    box.write('a.log', 'one\n')
    box.write('old/b', '')
    await box.start()
    await box.lines()
    await box.stop()
    box.append('a.log', 'two\n')
    box.rename('a.log', 'old/a.log')
    await box.start({ MaxCheckpointDirSearchDepth })
    assert.deepEqual(await box.lines(), MaxCheckpointDirSearchDepth === 0 ? [] : ['two'])
  }
})

test('the next file of a name is read from its beginning, however large or old it is', async () => {
  await using box = new Sandbox()
  const many = Array.from({ length: 200 }, (_, index) => `line ${index}`)
  box.write('a.log', 'one\n')
  await box.start({ TailSizeKB: 1 })
  await box.lines()
  box.rename('a.log', 'a.log.1')
  box.write('a.log', `${many.join('\n')}\n`)
  assert.deepEqual(await box.lines(), many)
  await box.stop()
  box.rename('a.log', 'a.log.2')
  box.write('a.log', `${many.join('\n')}\n`)
  box.age('a.log', DAY)
  await box.start({ TailSizeKB: 1 })
  assert.deepEqual(await box.lines(), many)
})

test('a rotated file that matches too is not collected again', async () => {
  await using box = new Sandbox()
  const FilePaths = [box.path('a.log*')]
  box.write('a.log', 'one\n')
  await box.start({ FilePaths })
  for (const number of [1, 2, 3]) {
    await box.lines()
    for (let old = number - 1; old > 0; old--) box.rename(`a.log.${old}`, `a.log.${old + 1}`)
    box.rename('a.log', 'a.log.1')
    box.write('a.log', `new ${number}\n`)
    assert.deepEqual(await box.lines(), [`new ${number}`])
  }
  await box.stop()
  await box.start({ FilePaths })
  assert.deepEqual(await box.lines(), [])
})

test('a new file waits when the queue of its name is full', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start({ RotatorQueueSize: 1 })
  await box.lines()
  box.append('a.log', 'two\n')
  box.rename('a.log', 'a.log.1')
  box.write('a.log', 'three\n')
  assert.deepEqual(await box.lines(), ['two', 'three'])
  const [warning] = box.messages('warn')
  assert.match(warning ?? '', /rotated files are unread/)
})

test('a truncated file is read from its beginning', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\ntwo\n')
  await box.start()
  await box.lines()
  box.write('a.log', 'one\n')
  assert.deepEqual(await box.lines(), ['one'])
  box.write('a.log', '')
  box.append('a.log', 'four\n')
  assert.deepEqual(await box.lines(), ['four'])
})

test('a file that was rewritten is read from its beginning, whatever its size', async () => {
  for (const text of ['new\n', 'longer\n', 'x\n']) {
    await using box = new Sandbox()
    box.write('a.log', 'old\n')
    await box.start()
    await box.lines()
    box.write('a.log', text)
    assert.deepEqual(await box.lines(), [text.trimEnd()])
    await box.stop()
    box.write('a.log', `s${text.slice(1)}`)
    await box.start()
    assert.deepEqual(await box.lines(), [`s${text.slice(1).trimEnd()}`])
  }
})

test('a deleted file is read to its end', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start({ FlushTimeoutSecs: 10 })
  await box.lines('1s')
  box.append('a.log', 'two\nthree')
  box.remove('a.log')
  assert.deepEqual(await box.lines('1m'), ['two', 'three'])
})

test('a file that was read to its end and closed may be deleted', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start({ CloseUnusedReaderIntervalSec: 10 })
  await box.lines('5m')
  box.remove('a.log')
  assert.deepEqual(await box.lines(), [])
  assert.deepEqual(box.messages('warn'), [])
  box.write('a.log', 'two\n')
  assert.deepEqual(await box.lines(), ['two'])
})

test('a new file that got the inode of a deleted one is read from its beginning', async () => {
  await using box = new Sandbox()
  let isReused = false
  for (let attempt = 0; attempt < 20 && !isReused; attempt++) {
    box.write('a.log', `old ${attempt}\n`)
    await box.start()
    await box.lines()
    await box.stop()
    const { ino } = statSync(box.path('a.log'))
    box.remove('a.log')
    box.write('b.log', `new ${attempt}\nand longer\n`)
    isReused = statSync(box.path('b.log')).ino === ino
    await box.start()
    assert.deepEqual(await box.lines(), [`new ${attempt}`, 'and longer'])
    assert.deepEqual(box.run.groups, [])
    await box.stop()
    box.remove('b.log')
  }
})

test('a link that is led to another file is followed, and the old file is read to its end', async () => {
  await using box = new Sandbox()
  const FilePaths = [box.path('current')]
  box.write('1.txt', 'one\n')
  symlinkSync('1.txt', box.path('current'))
  await box.start({ FilePaths })
  assert.deepEqual(await box.lines(), ['one'])
  box.append('1.txt', 'two\n')
  box.write('2.txt', 'three\n')
  box.remove('current')
  symlinkSync('2.txt', box.path('current'))
  assert.deepEqual(await box.lines(), ['two', 'three'])
})

test('a file with several names is collected once', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  linkSync(box.path('a.log'), box.path('b.log'))
  symlinkSync('a.log', box.path('c.log'))
  await box.start()
  assert.deepEqual(await box.lines(), ['one'])
  box.append('b.log', 'two\n')
  assert.deepEqual(await box.lines(), ['two'])
  box.remove('c.log')
  box.remove('a.log')
  box.append('b.log', 'three\n')
  assert.deepEqual(await box.lines(), ['three'])
})

test('a checkpoint that cannot be read is told of, and its file collected as a new one', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  await box.start()
  await box.lines()
  await box.stop()
  box.spoilCheckpoints()
  await box.start()
  assert.deepEqual(await box.lines(), ['one'])
  assert.equal(box.messages('error').length, 1)
})
