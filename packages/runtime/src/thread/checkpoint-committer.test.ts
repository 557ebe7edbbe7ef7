import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { FakeClock, MemoryLogger } from '@sluice/testkit'
import { openStore, type Store, StoreError } from '../store/index.ts'
import { CheckpointCommitter } from './checkpoint-committer.ts'

/** A real store on a disk that can be full. */
function setUp(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'sluice-test-'))
  const logger = new MemoryLogger()
  const clock = new FakeClock()
  const store = openStore(dataDir, { logger })
  t.after(() => {
    store.close()
    rmSync(dataDir, { recursive: true })
  })
  const disk = { isFull: false }
  const commit: Store['commit'] = (entries) => {
    if (disk.isFull) throw new StoreError('STORE_WRITE_FAILED', 'the disk is full', 'make room')
    return store.commit(entries)
  }
  const committer = new CheckpointCommitter({ store: { commit }, clock, logger })
  const answers: (string | undefined)[] = []
  const add = (key: string, value: number): void => {
    const writes = [{ pipeline: 'a', key, value: Uint8Array.of(value) }]
    committer.add({ writes, answer: (failure) => answers.push(failure) })
  }
  const stored = () =>
    Object.fromEntries([...store.load('a')].map(([key, [value]]) => [key, value]))
  return { disk, clock, committer, add, answers, stored, logger }
}

test('what arrives within a tenth of a second is stored and answered together', async (t) => {
  const { clock, add, answers, stored } = setUp(t)
  add('x', 1)
  add('x', 2)
  add('y', 3)
  await clock.advance(99)
  assert.deepEqual(answers, [])
  await clock.advance(1)
  assert.deepEqual(answers, [undefined, undefined, undefined])
  assert.deepEqual(stored(), { x: 2, y: 3 })
})

test('what cannot be stored is tried again, and answered only then', async (t) => {
  const { disk, clock, add, answers, stored, logger } = setUp(t)
  disk.isFull = true
  add('x', 1)
  await clock.advance(100)
  assert.deepEqual(answers, [])
  assert.equal(logger.records[0]?.message, 'checkpoints could not be stored')
  disk.isFull = false
  await clock.advance(1000)
  assert.deepEqual(answers, [undefined])
  assert.deepEqual(stored(), { x: 1 })
})

test('while closing everything is stored at once, and a failure is told', (t) => {
  const { disk, committer, add, answers, stored } = setUp(t)
  add('x', 1)
  committer.close()
  add('y', 2)
  assert.deepEqual(stored(), { x: 1, y: 2 })
  disk.isFull = true
  add('z', 3)
  assert.deepEqual(answers, [undefined, undefined, 'the disk is full'])
})
