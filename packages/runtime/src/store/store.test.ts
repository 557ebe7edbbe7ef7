import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

import fc from 'fast-check'

import type { CheckpointEntry } from './index.ts'
import { MAX_KEY_BYTES, MAX_VALUE_BYTES } from './index.ts'
import {
  copyDirectory,
  makeDirectory,
  makeOpener,
  read,
  write,
} from './test-support/store-fixture.ts'

const POSIX_ONLY = { skip: process.platform === 'win32' }

test('what was committed is there after reopening', (context) => {
  const directory = makeDirectory(context)
  const { open, records } = makeOpener()
  const first = open(directory)
  write(first, { a: '1', b: '2', c: '3' })
  write(first, { a: 'x', b: undefined })
  write(first, { a: 'other' }, 'm')
  assert.deepEqual(read(first), { a: 'x', c: '3' })
  first.close()
  const second = open(directory)
  context.after(() => second.close())
  assert.deepEqual(read(second), { a: 'x', c: '3' })
  assert.deepEqual(read(second, 'm'), { a: 'other' })
  assert.deepEqual(read(second, 'nobody'), {})
  assert.deepEqual(records, [])
})

test('what was committed survives a process that never closes the store', (context) => {
  const directory = makeDirectory(context)
  const { open } = makeOpener()
  const killed = open(join(directory, 'original'))
  context.after(() => killed.close())
  write(killed, { a: '1' })
  copyDirectory(join(directory, 'original'), join(directory, 'left'))
  const next = open(join(directory, 'left'))
  context.after(() => next.close())
  assert.deepEqual(read(next), { a: '1' })
  assert.equal(next.counters().replacedFiles, 0)
})

test('the store behaves as a map, over commits of any keys and values and any number of reopenings', (context) => {
  const key = fc.oneof(
    fc.constantFrom('', 'a', 'b', 'ä\u0000\u{1f600}'),
    fc.string({ unit: 'binary' }),
  )
  const entry = fc.record({
    namespace: fc.constantFrom('n', 'm', '\u0000', 'n\u0000'),
    key,
    value: fc.option(fc.uint8Array({ maxLength: 5000 }), { nil: undefined }),
  })
  const steps = fc.array(fc.oneof({ weight: 4, arbitrary: fc.array(entry) }, fc.constant('reopen')))
  const { open, records } = makeOpener()
  const directory = makeDirectory(context)
  let runs = 0
  fc.assert(
    fc.property(steps, (commands) => {
      const dataDir = join(directory, String(runs++))
      const model = new Map<string, Map<string, Uint8Array>>()
      let store = open(dataDir)
      for (const command of commands) {
        if (typeof command === 'string') {
          store.close()
          store = open(dataDir)
          continue
        }
        assert.deepEqual(store.commit(command), [])
        for (const { namespace, key: name, value } of command) {
          const values = model.get(namespace) ?? new Map<string, Uint8Array>()
          model.set(namespace, values)
          if (value === undefined) values.delete(name)
          else values.set(name, value)
        }
      }
      for (const [namespace, values] of model) {
        assert.deepEqual(new Map(store.load(namespace)), values)
      }
      store.close()
    }),
    { numRuns: 40 },
  )
  assert.deepEqual(records, [])
})

test('an entry that is too large or has no valid key is refused alone', (context) => {
  const { open } = makeOpener()
  const store = open(makeDirectory(context))
  context.after(() => store.close())
  const value = Buffer.from('v')
  const bad: readonly CheckpointEntry[] = [
    { namespace: 'n', key: 'ä'.repeat(MAX_KEY_BYTES / 2) + 'x', value },
    { namespace: 'n'.repeat(MAX_KEY_BYTES + 1), key: 'k', value },
    { namespace: 'n', key: 'lone \ud800', value },
    { namespace: 'n', key: 'big', value: new Uint8Array(MAX_VALUE_BYTES + 1) },
  ]
  const good: readonly CheckpointEntry[] = [
    { namespace: 'n', key: 'ä'.repeat(MAX_KEY_BYTES / 2), value },
    { namespace: 'n', key: 'largest', value: new Uint8Array(MAX_VALUE_BYTES) },
  ]
  const refused = store.commit([...bad, ...good])
  assert.deepEqual(
    refused.map(({ entry, error }) => [bad.indexOf(entry), error.code]),
    [
      [0, 'CHECKPOINT_KEY_INVALID'],
      [1, 'CHECKPOINT_KEY_INVALID'],
      [2, 'CHECKPOINT_KEY_INVALID'],
      [3, 'CHECKPOINT_VALUE_TOO_LARGE'],
    ],
  )
  assert.match(refused[3]?.error.message ?? '', /"big" of "n".*1048577 bytes.*at most 1048576/)
  assert.deepEqual([...store.load('n').keys()].toSorted(), good.map(({ key }) => key).toSorted())
  assert.deepEqual([...store.load('\ud800')], [])
  assert.equal(store.counters().refusedEntries, 4)
})

test('the data directory and its files are for their owner only', POSIX_ONLY, (context) => {
  const { open } = makeOpener()
  const dataDir = join(makeDirectory(context), 'deep', 'data')
  const store = open(dataDir)
  context.after(() => store.close())
  write(store, { a: '1' })
  assert.equal(statSync(dataDir).mode & 0o777, 0o700)
  const names = readdirSync(dataDir)
  assert.ok(names.includes('checkpoints.db'))
  for (const name of names) assert.equal(statSync(join(dataDir, name)).mode & 0o777, 0o600, name)
})

test('a data directory that cannot be made is an error that says where and what to do', (context) => {
  const { open } = makeOpener()
  const file = join(makeDirectory(context), 'file')
  writeFileSync(file, '')
  assert.throws(() => open(join(file, 'data')), {
    code: 'DATA_DIR_UNUSABLE',
    message: new RegExp(`^The data directory ${join(file, 'data')} cannot be used: ENOTDIR`),
    hint: /--data-dir/,
  })
})

test('a store that another program has locked is left as it is', (context) => {
  const { open } = makeOpener()
  const directory = makeDirectory(context)
  const store = open(directory)
  write(store, { a: '1' })
  store.close()
  const other = new DatabaseSync(join(directory, 'checkpoints.db'))
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  assert.throws(() => open(directory), {
    code: 'STORE_UNUSABLE',
    hint: /program that has the file open/,
  })
  other.close()
  const again = open(directory)
  context.after(() => again.close())
  assert.deepEqual(read(again), { a: '1' })
  assert.equal(again.counters().replacedFiles, 0)
})

test('a commit that fails halfway leaves nothing of itself, and the next one succeeds', (context) => {
  const { open } = makeOpener()
  const store = open(makeDirectory(context))
  context.after(() => store.close())
  write(store, { a: '1' })
  const value = 'not bytes' as unknown as Uint8Array
  const entry = { namespace: 'n', key: 'b', value: Buffer.from('2') }
  assert.throws(() => store.commit([entry, { namespace: 'n', key: 'c', value }]), {
    code: 'STORE_WRITE_FAILED',
    message: /^2 checkpoints could not be written/,
  })
  assert.deepEqual(read(store), { a: '1' })
  write(store, { d: '4' })
  assert.deepEqual(read(store), { a: '1', d: '4' })
  assert.equal(store.counters().failedCommits, 1)
})

test('a closed store says so, and closing twice does nothing', (context) => {
  const { open } = makeOpener()
  const store = open(makeDirectory(context))
  store.close()
  store.close()
  assert.throws(() => store.load('n'), { code: 'STORE_CLOSED' })
  assert.throws(() => store.commit([]), { code: 'STORE_CLOSED' })
})

test(
  'a commit the disk has no room for fails as a whole, and the store goes on',
  POSIX_ONLY,
  (context) => {
    const directory = makeDirectory(context)
    mkdirSync(join(directory, 'data'))
    const script = `
    import { openStore } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
    const logger = { error: (fields, message) => console.log(message) }
    const store = openStore(${JSON.stringify(join(directory, 'data'))}, { logger })
    const commit = (key, bytes) => {
      const large = { namespace: 'n', key, value: new Uint8Array(bytes) }
      try {
        store.commit([{ namespace: 'n', key: key + '-with', value: new Uint8Array(1) }, large])
      } catch (error) {
        console.log(error.code, error.message)
      }
    }
    commit('before', 1)
    commit('large', 1_000_000)
    commit('after', 1)
    console.log(JSON.stringify([...store.load('n').keys()]), store.counters().failedCommits)
  `
    const command = 'ulimit -f 256; exec "$0" --conditions=source --input-type=module --eval "$1"'
    const options = { encoding: 'utf8' } as const
    const { stdout } = spawnSync('sh', ['-c', command, process.execPath, script], options)
    const [failure, rest] = stdout.split('\n')
    assert.match(
      failure ?? '',
      /^STORE_WRITE_FAILED 2 checkpoints could not be written to .+: .+\.$/,
    )
    assert.equal(rest, '["after","after-with","before","before-with"] 1')
  },
)
