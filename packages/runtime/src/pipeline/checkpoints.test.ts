import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CheckpointCache, type CheckpointWrite } from './checkpoints.ts'

/** A store whose commits end when the test says so. */
class SlowStore {
  readonly batches: (readonly string[])[] = []
  readonly #pending: PromiseWithResolvers<void>[] = []

  readonly commit = (writes: readonly CheckpointWrite[]): Promise<void> => {
    this.batches.push(
      writes.map(({ key, value }) => `${key.slice('input/1\n'.length)}=${text(value)}`),
    )
    const pending = Promise.withResolvers<void>()
    this.#pending.push(pending)
    return pending.promise
  }

  async end(failure?: Error): Promise<void> {
    await turns()
    const pending = this.#pending.shift()
    if (failure === undefined) pending?.resolve()
    else pending?.reject(failure)
    await turns()
  }
}

function text(value: Uint8Array | undefined): string | undefined {
  return value && new TextDecoder().decode(value)
}

const live = (): boolean => false

test('sends what comes while a batch is on its way as one batch, the newest value of each key', async () => {
  const store = new SlowStore()
  const checkpoints = new CheckpointCache(store.commit).of('p', 'input/1', live)
  const durable: string[] = []
  void checkpoints.set('a', '1').then(() => durable.push('a1'))
  await store.end()
  void checkpoints.set('b', '1').then(() => durable.push('b1'))
  await turns()
  for (const value of ['2', '3'])
    void checkpoints.set('a', value).then(() => durable.push(`a${value}`))
  void checkpoints.delete('b').then(() => durable.push('b gone'))
  await turns()
  assert.deepEqual(store.batches, [['a=1'], ['b=1']])
  await store.end()
  assert.deepEqual(durable, ['a1', 'b1'])
  assert.deepEqual(store.batches[2], ['a=3', 'b=undefined'])
  await store.end()
  assert.deepEqual(new Set(durable), new Set(['a1', 'b1', 'a2', 'a3', 'b gone']))
})

test('a batch that fails fails those who wait for it and nobody else', async () => {
  const store = new SlowStore()
  const cache = new CheckpointCache(store.commit)
  const checkpoints = cache.of('p', 'input/1', live)
  const first = checkpoints.set('a', '1')
  await turns()
  const second = checkpoints.set('b', '1')
  const third = checkpoints.set('c', '1')
  await store.end(new Error('disk full'))
  await assert.rejects(first, /disk full/)
  await store.end(new Error('still full'))
  await assert.rejects(second, /still full/)
  await assert.rejects(third, /still full/)
  const fourth = checkpoints.set('d', '1')
  await turns()
  await store.end()
  await assert.doesNotReject(fourth)
  await cache.settled()
})

test('settled waits for everything that is on its way', async () => {
  const store = new SlowStore()
  const cache = new CheckpointCache(store.commit)
  let settled = false
  void cache.write('p', 'a', undefined)
  const waiting = cache.settled().then(() => (settled = true))
  await turns()
  void cache.write('p', 'b', undefined)
  await store.end()
  assert.equal(settled, false)
  await store.end()
  await waiting
  assert.equal(store.batches.length, 2)
})

test('an instance sees its own values at once, as text whatever array they came in', () => {
  const cache = new CheckpointCache(() => Promise.resolve())
  cache.load('p', new Map([['input/1\nold', new TextEncoder().encode('größe')]]))
  const own = cache.of('p', 'input/1', live)
  const other = cache.of('p', 'input/2', live)
  void own.set('new', 'x')
  void other.set('theirs', 'y')
  assert.equal(own.getText('old'), 'größe')
  assert.deepEqual(own.get('new'), new TextEncoder().encode('x'))
  assert.deepEqual([...own.keys()], ['old', 'new'])
  assert.equal(own.get('theirs'), undefined)
})

test('what an instance does with its arrays afterwards changes nothing', () => {
  const cache = new CheckpointCache(() => Promise.resolve())
  const checkpoints = cache.of('p', 'input/1', live)
  const value = Buffer.from('abc')
  void checkpoints.set('key', value)
  value.fill(0)
  checkpoints.get('key')?.fill(0)
  assert.equal(checkpoints.getText('key'), 'abc')
})

test('refuses what is too large, and everything once the pipeline was given up', async () => {
  let isOver = false
  const checkpoints = new CheckpointCache(() => Promise.resolve()).of('p', 'i/1', () => isOver)
  const large = { code: 'CHECKPOINT_TOO_LARGE' }
  await checkpoints.set('k'.repeat(4096), new Uint8Array(1024 * 1024))
  await assert.rejects(checkpoints.set('k', new Uint8Array(1024 * 1024 + 1)), large)
  await assert.rejects(checkpoints.set('é'.repeat(2049), ''), large)
  isOver = true
  await assert.rejects(checkpoints.set('k', ''), { code: 'CHECKPOINT_TOO_LATE' })
  await assert.rejects(checkpoints.delete('k'), { code: 'CHECKPOINT_TOO_LATE' })
})

async function turns(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}
