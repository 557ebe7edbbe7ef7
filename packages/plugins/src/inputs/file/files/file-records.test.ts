import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Checkpoints, Delivery } from '@sluice/plugin'
import { FakeClock } from '@sluice/testkit'
import fc from 'fast-check'
import { decodeRecord, encodeRecord, type FileRecord } from './file-record.ts'
import { FileRecords } from './file-records.ts'
import { FileShare } from './file-share.ts'
import { AMIDS } from '../lines/stretch.ts'

const text = fc.string({ unit: 'grapheme' })
const record: fc.Arbitrary<FileRecord> = fc.record({
  path: text,
  home: text,
  dev: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  inode: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  born: fc.double({ min: 0, max: 2 ** 53, noNaN: true }),
  signature: fc.oneof(
    fc.constant({ length: 0, hash: '' }),
    fc
      .tuple(fc.integer({ min: 1, max: 1024 }), fc.stringMatching(/^[0-9a-f]+$/))
      .map(([length, hash]) => ({ length, hash })),
  ),
  offset: fc.maxSafeNat(),
  cut: fc.boolean(),
  amid: fc.constantFrom(undefined, ...AMIDS),
  modified: fc.double({ min: 0, max: 2 ** 53, noNaN: true }),
  seen: fc.maxSafeNat(),
})

test('a record is read as it was written', () => {
  fc.assert(
    fc.property(record, (given) => {
      assert.deepEqual(decodeRecord(encodeRecord(given)), { ...given })
    }),
  )
})

test('whatever else is stored is no record', () => {
  const damaged = fc
    .tuple(record, fc.nat(), fc.string({ maxLength: 3 }))
    .map(([given, at, put]) => {
      const written = encodeRecord(given)
      return written.slice(0, at % written.length) + put
    })
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), damaged), (stored) => {
      const decoded = decodeRecord(stored)
      if (decoded !== undefined) assert.deepEqual(decodeRecord(encodeRecord(decoded)), decoded)
    }),
  )
})

/** A store in memory. */
function createStore() {
  const values = new Map<string, string>()
  const store: Checkpoints & Delivery = {
    get: (key) => Buffer.from(values.get(key) ?? ''),
    getText: (key) => values.get(key),
    keys: () => values.keys(),
    set: async (key, value) => void values.set(key, String(value)),
    delete: async (key) => void values.delete(key),
    checkpoint: (key, value) => void values.set(key, String(value)),
    delivered: async () => {},
  }
  return { values, store }
}

const HOUR = 3_600_000
const ALL = new FileShare({ index: 0, count: 1 })
const FILE = {
  path: '/a.log',
  home: '/a.log',
  dev: 1n,
  inode: 2n,
  born: 0,
  signature: { length: 3, hash: 'abc' },
  offset: 4,
  cut: false,
  amid: undefined,
  modified: 5,
}

test('a file is forgotten a day after it was last there', async () => {
  const clock = new FakeClock()
  const { values, store } = createStore()
  const records = new FileRecords(store, store, clock, ALL)
  records.save(FILE)
  records.save({ ...FILE, path: '/b.log', inode: 3n })
  for (let hour = 0; hour < 48; hour++) {
    await clock.advance(HOUR)
    await records.expire(({ path }) => path === '/b.log' || hour < 13)
    assert.equal(values.has('1:2'), hour < 12 + 24 - 1, `hour ${hour}`)
  }
  assert.ok(values.has('1:3'))
  assert.ok(!records.knowsPath('/a.log'))
})

test('a file is known again by its inode and path when its device has another number', () => {
  const { store } = createStore()
  const clock = new FakeClock()
  new FileRecords(store, store, clock, ALL).save(FILE)
  const records = new FileRecords(store, store, clock, ALL)
  const identity = { dev: 7n, inode: 2n, born: 0 }
  assert.equal(records.find(identity, '/a.log')?.offset, 4)
  assert.equal(records.find({ ...identity, born: 5 }, '/a.log')?.offset, 4)
  assert.equal(records.find(identity, '/b.log'), undefined)
  assert.equal(records.find({ ...identity, inode: 3n }, '/a.log'), undefined)
  records.save({ ...FILE, born: 6, path: '/c.log' })
  assert.equal(records.find({ ...identity, born: 7 }, '/c.log'), undefined)
})

test('an inode that is used again leaves nothing of the old file behind', () => {
  const { store } = createStore()
  const records = new FileRecords(store, store, new FakeClock(), ALL)
  records.save(FILE)
  records.save({ ...FILE, path: '/b.log' })
  assert.ok(!records.knowsPath('/a.log'))
  assert.ok(records.knowsPath('/b.log'))
})
