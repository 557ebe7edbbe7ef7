import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'

import { lockDataDir } from './index.ts'
import { makeDirectory } from './test-support/store-fixture.ts'

/** Another collector: locks the directory, collects garbage, says so, and waits to be ended. */
async function startCollector(context: TestContext, dataDir: string): Promise<ChildProcess> {
  const script = `
    import { lockDataDir } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
    lockDataDir(${JSON.stringify(dataDir)})
    globalThis.gc()
    setImmediate(() => { globalThis.gc(); process.send('locked') })
    process.on('message', () => process.exit())
  `
  const options = ['--conditions=source', '--expose-gc', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  context.after(() => child.kill('SIGKILL'))
  await once(child, 'message')
  return child
}

test('a second collector is refused and told the pid of the first', async (context) => {
  const dataDir = makeDirectory(context)
  const first = await startCollector(context, dataDir)
  assert.throws(() => lockDataDir(dataDir), {
    code: 'DATA_DIR_IN_USE',
    message: new RegExp(
      `^The data directory ${dataDir} is in use by another collector ` +
        `\\(pid ${first.pid} on host ${hostname()}, started \\d{4}-\\d\\d-\\d\\dT\\S+Z\\)\\.$`,
    ),
    hint: 'Stop that collector, or give this one its own directory with --data-dir.',
  })
})

test('the directory is free as soon as its collector is killed', async (context) => {
  const dataDir = makeDirectory(context)
  const first = await startCollector(context, dataDir)
  first.kill('SIGKILL')
  await once(first, 'exit')
  assert.ok(
    existsSync(join(dataDir, 'lock.json')),
    'a killed process leaves its description behind',
  )
  lockDataDir(dataDir).release()
})

test('a collector that exits or releases takes its description along', async (context) => {
  const dataDir = makeDirectory(context)
  const first = await startCollector(context, dataDir)
  first.send('exit')
  await once(first, 'exit')
  assert.equal(existsSync(join(dataDir, 'lock.json')), false)
  const lock = lockDataDir(dataDir)
  assert.ok(existsSync(join(dataDir, 'lock.json')))
  lock.release()
  lock.release()
  assert.equal(existsSync(join(dataDir, 'lock.json')), false)
})

test('files left by another program do not stand in for the lock', (context) => {
  const dataDir = makeDirectory(context)
  writeFileSync(join(dataDir, 'lock.json'), JSON.stringify({ pid: 1, host: hostname() }))
  writeFileSync(join(dataDir, 'lock.db'), 'no database, '.repeat(1000))
  const lock = lockDataDir(dataDir)
  assert.throws(() => lockDataDir(dataDir), { message: new RegExp(`pid ${process.pid} on`) })
  lock.release()
})

test('a lost description only makes the message poorer', (context) => {
  const dataDir = makeDirectory(context)
  const lock = lockDataDir(dataDir)
  for (const text of ['', '{', 'null', '"x"']) {
    writeFileSync(join(dataDir, 'lock.json'), text)
    assert.throws(() => lockDataDir(dataDir), {
      code: 'DATA_DIR_IN_USE',
      message: /its pid is not known/,
    })
  }
  lock.release()
})

test('a directory that cannot be used is an error that names it', (context) => {
  const file = join(makeDirectory(context), 'file')
  writeFileSync(file, '')
  assert.throws(() => lockDataDir(file), {
    code: 'DATA_DIR_UNUSABLE',
    message: /EEXIST|ENOTDIR/,
    hint: /--data-dir/,
  })
})
