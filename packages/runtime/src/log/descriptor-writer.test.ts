import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { test } from 'node:test'

import { createDescriptorWriter } from './descriptor-writer.ts'

const MODULE = JSON.stringify(new URL('index.ts', import.meta.url).href)
const POSIX_ONLY = { skip: process.platform === 'win32', timeout: 60_000 }

/** A pipe whose writing end never blocks, with nobody reading. */
function openFifo(context: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-log-'))
  const path = join(directory, 'fifo')
  execFileSync('mkfifo', [path])
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  context.after(() => rmSync(directory, { recursive: true }))
  return { path, descriptor }
}

function runScript(script: string) {
  const options = ['--conditions=source', '--input-type=module', '--eval', script]
  return { command: process.execPath, options }
}

test('lines wait for a slow reader and arrive whole and in order', POSIX_ONLY, async (context) => {
  const { path, descriptor } = openFifo(context)
  // To a file: this thread is busy writing, so it could not take what the reader passes on.
  const reader = spawn('sh', ['-c', 'exec cat "$0" >"$0.out"', path], { stdio: 'inherit' })
  context.after(() => reader.kill())
  const write = createDescriptorWriter(descriptor, { maxWait: 20_000 })
  const lines = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(10_000)}\n`)
  // The pipe holds 64 KiB: without the reader, most of this would find it full.
  const allWritten = lines.every((line) => write(line))
  closeSync(descriptor)
  await once(reader, 'close')
  assert.ok(allWritten)
  assert.equal(readFileSync(`${path}.out`, 'utf8'), lines.join(''))
})

test(
  'a line that nobody reads is given up, and its rest does not run into the next',
  POSIX_ONLY,
  (context) => {
    const { descriptor } = openFifo(context)
    const write = createDescriptorWriter(descriptor, { maxWait: 1 })
    const space = Buffer.alloc(1_000_000)
    assert.equal(write(`${'x'.repeat(100_000)}\n`), false)
    assert.equal(write('lost\n'), false)
    const read = readSync(descriptor, space)
    assert.ok(read > 0 && read < 100_000)
    assert.equal(write('next\n'), true)
    assert.equal(write('last\n'), true)
    assert.equal(space.toString('utf8', 0, readSync(descriptor, space)), '\nnext\nlast\n')
    closeSync(descriptor)
  },
)

test('a descriptor that cannot be written is reported, not thrown', () => {
  assert.equal(createDescriptorWriter(2 ** 31 - 1)('x\n'), false)
})

test('a collector outlives the reader of its standard error', POSIX_ONLY, async () => {
  const { command, options } = runScript(`
    import { once } from 'node:events'
    import { createLogger } from ${MODULE}
    await once(process.stdin, 'end', process.stdin.resume())
    const logger = createLogger()
    for (let index = 0; index < 1000; index++) logger.error({ index }, 'message ' + index)
    process.stdout.write('alive')
  `)
  const child = spawn(command, options, { stdio: 'pipe' })
  const closed = once(child, 'close')
  child.stderr.destroy()
  child.stdin.end()
  assert.equal((await buffer(child.stdout)).toString(), 'alive')
  assert.deepEqual(await closed, [0, null])
})

test('a record of a worker thread is written even if the thread ends at once', () => {
  const { command, options } = runScript(`
    import { Worker } from 'node:worker_threads'
    const code = "import(" + ${JSON.stringify(MODULE)} + ").then(({ createLogger }) => { createLogger().child({ plugin: 'p' }).error('from the worker'); process.exit() })"
    new Worker(code, { eval: true })
  `)
  const { stderr } = spawnSync(command, options, { encoding: 'utf8' })
  const { level, plugin, message } = JSON.parse(stderr) as Record<string, unknown>
  assert.deepEqual([level, plugin, message], ['error', 'p', 'from the worker'])
})
