import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import { test } from 'node:test'

import {
  copyDirectory,
  makeDirectory,
  makeOpener,
  read,
  write,
} from './test-support/store-fixture.ts'

const FILE = 'checkpoints.db'

type Checkpoints = Readonly<Record<string, string>>

/** A data directory with some history, as a stopped or as a killed collector leaves it, and all its values ever. */
function seed(context: TestContext, left: 'stopped' | 'killed') {
  const directory = makeDirectory(context)
  const { open } = makeOpener()
  const original = join(directory, 'original')
  const store = open(original)
  const names = Array.from({ length: 60 }, (_, index) => `/var/log/app/${index}.log`)
  const first = Object.fromEntries(names.map((name) => [name, `{"offset":${name.length}}`]))
  const second = Object.fromEntries(
    names.slice(20).map((name) => [name, `{"offset":12345,"f":"${name}"}`]),
  )
  const gone = Object.fromEntries(names.slice(50).map((name) => [name, undefined]))
  write(store, { ...first, long: 'x'.repeat(5000) })
  write(store, second)
  write(store, gone)
  const current = read(store)
  const seeded = join(directory, 'seeded')
  if (left === 'stopped') store.close()
  copyDirectory(original, seeded)
  store.close()
  const work = join(directory, 'work')
  /** A fresh copy in which one file was changed. */
  const damaged = (file: string, change: (bytes: Buffer) => Buffer): string => {
    copyDirectory(seeded, work)
    writeFileSync(join(work, file), change(readFileSync(join(seeded, file))))
    return work
  }
  const size = (file: string): number => readFileSync(join(seeded, file)).length
  return { current, states: [{}, first, { ...first, ...second }], damaged, size }
}

function flip(offset: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    bytes[offset] = (bytes[offset] ?? 0) ^ [0xff, 0x01, 0x80, 0x20][offset % 4]!
    return bytes
  }
}

function assertOnlyWritten(found: Checkpoints, ...states: readonly Checkpoints[]): void {
  for (const [key, value] of Object.entries(found)) {
    assert.ok(
      states.some((state) => state[key] === value),
      `${key} became ${value}`,
    )
  }
}

/** The store must be as good as new, whatever it was made from. */
function assertUsable(dataDir: string, keys: readonly string[]): void {
  const values = Object.fromEntries(keys.map((key) => [key, `new ${key}`]))
  const { open } = makeOpener()
  const store = open(dataDir)
  write(store, values)
  store.close()
  const next = open(dataDir)
  assert.deepEqual({ ...read(next), ...values }, read(next))
  assert.equal(next.counters().replacedFiles, 0)
  next.close()
}

test('a flipped byte anywhere in the file costs at most checkpoints, never yields a wrong one', (context) => {
  const { current, damaged, size } = seed(context, 'stopped')
  let [noticed, kept] = [0, 0]
  const header = Array.from({ length: 100 }, (_, offset) => offset)
  const rest = Array.from(
    { length: Math.floor((size(FILE) - 100) / 71) },
    (_, index) => 100 + 71 * index,
  )
  for (const offset of [...header, ...rest]) {
    const { open } = makeOpener()
    const store = open(damaged(FILE, flip(offset)))
    const found = read(store)
    assertOnlyWritten(found, current)
    const lost = Object.keys(current).length - Object.keys(found).length
    assert.ok(
      lost === 0 || store.counters().replacedFiles === 1,
      `${lost} lost silently at ${offset}`,
    )
    noticed += store.counters().replacedFiles
    kept += Object.keys(found).length
    write(store, { 'after damage': 'x' })
    assert.equal(read(store)['after damage'], 'x')
    store.close()
  }
  assert.ok(noticed > 100, 'the damage was real')
  assert.ok(kept > 100, 'sound rows of damaged files go on')
})

test('a file cut short anywhere opens with what is sound', (context) => {
  const { current, damaged, size } = seed(context, 'stopped')
  for (let length = 0; length < size(FILE); length += 509) {
    const dataDir = damaged(FILE, (bytes) => bytes.subarray(0, length))
    const { open } = makeOpener()
    const store = open(dataDir)
    assertOnlyWritten(read(store), current)
    store.close()
    assertUsable(dataDir, Object.keys(current))
  }
})

test('a damaged write-ahead log takes the store back to an earlier commit, never to a wrong value', (context) => {
  const { current, states, damaged, size } = seed(context, 'killed')
  const wal = `${FILE}-wal`
  for (let offset = 0; offset < size(wal); offset += 397) {
    for (const change of [flip(offset), (bytes: Buffer) => bytes.subarray(0, offset)]) {
      const { open } = makeOpener()
      const store = open(damaged(wal, change))
      assertOnlyWritten(read(store), current, { long: 'x'.repeat(5000) }, ...states)
      store.close()
    }
  }
})

test('a page that is lost costs its own rows, not those before and after it', (context) => {
  const directory = makeDirectory(context)
  const { open } = makeOpener()
  const before = open(directory)
  const keys = Array.from({ length: 900 }, (_, index) => `file ${index + 100}`)
  write(before, Object.fromEntries(keys.map((key) => [key, `{"offset":${key.length}}`])))
  before.close()
  const bytes = readFileSync(join(directory, FILE))
  const page = Math.floor(bytes.indexOf('file 500') / 4096)
  writeFileSync(join(directory, FILE), bytes.fill(0, page * 4096, (page + 1) * 4096))
  const store = open(directory)
  context.after(() => store.close())
  const found = Object.keys(read(store))
  assert.deepEqual([found[0], found.at(-1)], ['file 100', 'file 999'])
  assert.ok(found.length > 700 && !found.includes('file 500'))
})

test('a file that is no database is set aside under a dated name and reported', (context) => {
  const directory = makeDirectory(context)
  const { open, records } = makeOpener()
  const garbage = Buffer.from('no database, '.repeat(1000))
  writeFileSync(join(directory, FILE), garbage)
  const store = open(directory)
  write(store, { a: '1' })
  assert.deepEqual(store.counters(), {
    replacedFiles: 1,
    damagedRows: 0,
    refusedEntries: 0,
    failedCommits: 0,
  })
  store.close()
  const movedTo = join(directory, `${FILE}.corrupt-2026-11-22T00-00-00.000Z`)
  assert.deepEqual(readFileSync(movedTo), garbage)
  assert.deepEqual(records, [
    {
      level: 'error',
      time: '2026-11-22T00:00:00.000Z',
      file: join(directory, FILE),
      reason: 'file is not a database',
      movedTo,
      rowsKept: 0,
      message:
        'checkpoint store was damaged and has been replaced: what has no checkpoint now is read again, so events repeat',
    },
  ])
  assertUsable(directory, ['a'])
})

test('a directory in the place of the file is set aside too', (context) => {
  const directory = makeDirectory(context)
  mkdirSync(join(directory, FILE))
  const { open } = makeOpener()
  const store = open(directory)
  assert.equal(store.counters().replacedFiles, 1)
  store.close()
  assertUsable(directory, ['a'])
})

/** Changes a closed store's file behind its back. */
function alter(directory: string, sql: string): void {
  const database = new DatabaseSync(join(directory, FILE))
  database.exec(sql)
  database.close()
}

test('a row that is not what was written is dropped by name, and the others go on', (context) => {
  const directory = makeDirectory(context)
  const { open, records } = makeOpener()
  const before = open(directory)
  write(before, { a: '1', b: '2', c: '3', d: '4', f: '5' })
  before.close()
  alter(
    directory,
    `UPDATE checkpoints SET value = CAST('7' AS BLOB) WHERE key = 'a';
     UPDATE checkpoints SET crc = 9223372036854775807 WHERE key = 'b';
     UPDATE checkpoints SET key = 'e' WHERE key = 'd';
     UPDATE checkpoints SET namespace = 'm' WHERE key = 'f'`,
  )
  const store = open(directory)
  context.after(() => store.close())
  assert.deepEqual(read(store), { c: '3' })
  assert.deepEqual(read(store, 'm'), {})
  assert.equal(store.counters().damagedRows, 4)
  assert.equal(store.counters().replacedFiles, 1)
  assert.deepEqual(
    records.map(({ level, namespace, key, rowsKept }) => [level, namespace, key, rowsKept]),
    [
      ['warn', 'm', 'f', undefined],
      ['warn', 'n', 'a', undefined],
      ['warn', 'n', 'b', undefined],
      ['warn', 'n', 'e', undefined],
      ['error', undefined, undefined, 1],
    ],
  )
})

test('a file of a newer version is set aside, and so is one with foreign tables', (context) => {
  for (const sql of ['PRAGMA user_version = 2', 'CREATE INDEX mine ON checkpoints (crc)']) {
    const directory = makeDirectory(context)
    const { open, records } = makeOpener()
    const before = open(directory)
    write(before, { a: '1' })
    before.close()
    alter(directory, sql)
    const store = open(directory)
    assert.equal(store.counters().replacedFiles, 1)
    assert.match(String(records[0]?.['reason']), /^it has schema version 2, expected 1|^its tables/)
    assert.deepEqual(read(store), { a: '1' })
    store.close()
    assertUsable(directory, ['a'])
  }
})

test('damage that comes up while the store is in use is repaired in place', (context) => {
  const directory = makeDirectory(context)
  const { open } = makeOpener()
  const large = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e'].map((key) => [key, key.repeat(1_000_000)]),
  )
  const before = open(directory)
  write(before, large)
  before.close()
  const store = open(directory)
  context.after(() => store.close())
  const bytes = readFileSync(join(directory, FILE))
  // Far enough in not to be among the pages that SQLite remembers.
  const middle = bytes.lastIndexOf('ccc') - 500_000
  bytes.fill(0, middle, middle + 100)
  writeFileSync(join(directory, FILE), bytes)
  const found = read(store)
  assert.deepEqual(Object.keys(found), ['a', 'b', 'd', 'e'])
  assertOnlyWritten(found, large)
  assert.equal(store.counters().replacedFiles, 1)
  write(store, { c: 'new' })
  assert.deepEqual(read(store), { ...found, c: 'new' })
})

test('the newest three damaged files are kept', (context) => {
  const directory = makeDirectory(context)
  const { open, clock } = makeOpener()
  for (let day = 0; day < 5; day++) {
    clock.time = Date.UTC(2026, 0, 1 + day)
    open(directory).close()
    truncateSync(join(directory, FILE), 1000)
    writeFileSync(join(directory, `${FILE}-wal`), 'left')
  }
  open(directory).close()
  const kept = readdirSync(directory).filter(
    (name) => name.includes('corrupt') && !name.endsWith('-wal'),
  )
  assert.deepEqual(kept.toSorted(), [
    `${FILE}.corrupt-2026-01-03T00-00-00.000Z`,
    `${FILE}.corrupt-2026-01-04T00-00-00.000Z`,
    `${FILE}.corrupt-2026-01-05T00-00-00.000Z`,
  ])
  assert.ok(readdirSync(directory).length <= 7)
})
