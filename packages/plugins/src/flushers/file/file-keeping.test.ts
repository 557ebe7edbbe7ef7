import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runFlusher } from '@sluice/testkit'
import plugin from './index.ts'
import { linesOf, temporary, untilLogged, write } from './test-support/scratch.ts'

test('makes the directory, and the file before the first event', async (t) => {
  const FilePath = join(await temporary(t), 'a/b/out.json')
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await run.until(() => existsSync(FilePath))
})

test('goes on with an existing file', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  for (const n of ['1', '2']) {
    await using run = await runFlusher(plugin, { options: { FilePath } })
    await write(run, [{ n }], { time: 1 })
  }
  assert.deepEqual(linesOf(FilePath), [
    { __time__: 1, n: '1' },
    { __time__: 1, n: '2' },
  ])
})

test('cuts the torn last line of an existing file and says how long it was', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  const torn = `{"__time__":1,"n":"${'x'.repeat(200_000)}`
  await writeFile(FilePath, `{"n":"whole"}\n${torn}`)
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await write(run, [{ n: '2' }], { time: 2 })
  assert.deepEqual(linesOf(FilePath), [{ n: 'whole' }, { __time__: 2, n: '2' }])
  const warning = run.records.find(({ message }) => message === 'a torn last line was cut off')
  assert.equal(warning?.fields['bytes'], torn.length)
  const counted = run.pipeline.metrics.find(({ name }) => name.endsWith('torn_size_bytes'))
  assert.equal(counted?.value, torn.length)
})

test('cuts a file that is nothing but a torn line', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await writeFile(FilePath, '{"n":')
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await write(run, [{ n: '2' }], { time: 2 })
  assert.deepEqual(linesOf(FilePath), [{ __time__: 2, n: '2' }])
})

test('keeps a last line that it cannot have written', async (t) => {
  const FilePath = join(await temporary(t), 'notes.txt')
  await writeFile(FilePath, 'by hand\nwithout end')
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await write(run, [{ n: '1' }], { time: 1 })
  assert.equal(readFileSync(FilePath, 'utf8'), 'by hand\nwithout end\n{"__time__":1,"n":"1"}\n')
})

test('rolls to name.1.ext when the next batch does not fit, keeping MaxFiles older ones', async (t) => {
  const folder = await temporary(t)
  const options = { FilePath: join(folder, 'out.log.json'), MaxFileSize: 60, MaxFiles: 2 }
  await using run = await runFlusher(plugin, { options })
  // Two of these lines fit into 60 bytes.
  for (const n of ['1', '2', '3', '4', '5', '6', '7']) await write(run, [{ n }], { time: 1 })
  assert.deepEqual(readdirSync(folder).toSorted(), [
    'out.log.1.json',
    'out.log.2.json',
    'out.log.json',
  ])
  const numbers = (name: string): unknown =>
    linesOf(join(folder, name)).map((line) => (line as { n: string }).n)
  assert.deepEqual(numbers('out.log.json'), ['7'])
  assert.deepEqual(numbers('out.log.1.json'), ['5', '6'])
  assert.deepEqual(numbers('out.log.2.json'), ['3', '4'])
})

test('a batch larger than MaxFileSize is written whole', async (t) => {
  const folder = await temporary(t)
  const options = { FilePath: join(folder, 'out.json'), MaxFileSize: 10, MaxFiles: 0 }
  await using run = await runFlusher(plugin, { options })
  await write(run, [{ n: '1' }, { n: '2' }], { time: 1 })
  await write(run, [{ n: '3' }, { n: '4' }], { time: 1 })
  assert.deepEqual(readdirSync(folder), ['out.json'])
  assert.equal(linesOf(options.FilePath).length, 2)
})

test('writes on in a new file when the old one was moved or deleted', async (t) => {
  const folder = await temporary(t)
  const FilePath = join(folder, 'out.json')
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await write(run, [{ n: '1' }], { time: 1 })
  await rename(FilePath, join(folder, 'moved.json'))
  await run.clock.advance('1s')
  await write(run, [{ n: '2' }], { time: 1 })
  assert.deepEqual(linesOf(FilePath), [{ __time__: 1, n: '2' }])
  await rm(FilePath)
  await run.clock.advance('1s')
  await write(run, [{ n: '3' }], { time: 1 })
  assert.deepEqual(linesOf(FilePath), [{ __time__: 1, n: '3' }])
  assert.deepEqual(linesOf(join(folder, 'moved.json')), [{ __time__: 1, n: '1' }])
})

test('goes on, and warns, when somebody else empties the file', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await write(run, [{ n: '1' }], { time: 1 })
  await truncate(FilePath)
  await run.clock.advance('1s')
  await write(run, [{ n: '2' }], { time: 1 })
  assert.deepEqual(linesOf(FilePath), [{ __time__: 1, n: '2' }])
  assert.ok(run.records.some(({ message }) => /somebody else/.test(message)))
})

test('a write that fails half-way leaves nothing behind and is made good later', async (t) => {
  if (!hasPrlimit()) return t.skip('needs prlimit')
  const FilePath = join(await temporary(t), 'out.json')
  // The handler keeps the signal that comes with the error from ending the process.
  const ignore = (): void => {}
  process.on('SIGXFSZ', ignore)
  t.after(() => {
    limitFiles('unlimited')
    process.off('SIGXFSZ', ignore)
  })
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await write(run, [{ n: 'first' }], { time: 1 })
  const { size } = statSync(FilePath)
  limitFiles('8192')
  await run.send([{ n: 'x'.repeat(20_000) }, { n: 'last' }], { time: 1 })
  await untilLogged(run, /cannot write to .*out\.json: EFBIG/)
  assert.equal(statSync(FilePath).size, size)
  limitFiles('unlimited')
  await run.until(() => statSync(FilePath).size > 20_000)
  assert.deepEqual(
    linesOf(FilePath).map((line) => (line as { n: string }).n.length),
    [5, 20_000, 4],
  )
})

test(
  'names path, reason and remedy when the disk is full',
  { skip: !existsSync('/dev/full') },
  async (t) => {
    const FilePath = join(await temporary(t), 'out.json')
    await symlink('/dev/full', FilePath)
    await using run = await runFlusher(plugin, { options: { FilePath } })
    await run.send([{ n: '1' }])
    await untilLogged(run, /cannot write to .*out\.json: ENOSPC/)
    const stopped = run.stop()
    await run.clock.advance('5m')
    assert.equal(await stopped, false)
  },
)

test('waits for a path that cannot be opened and writes once it can', async (t) => {
  const FilePath = join(await temporary(t), 'out.json')
  await mkdir(FilePath)
  await using run = await runFlusher(plugin, { options: { FilePath } })
  await run.send([{ n: '1' }], { time: 1 })
  await untilLogged(run, /cannot open .*out\.json: EISDIR/)
  await rm(FilePath, { recursive: true })
  await run.until(() => existsSync(FilePath) && statSync(FilePath).size > 0)
  assert.deepEqual(linesOf(FilePath), [{ __time__: 1, n: '1' }])
})

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'])
    return true
  } catch {
    return false
  }
}

/** Limits how long files of this process may become. */
function limitFiles(bytes: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`])
}
