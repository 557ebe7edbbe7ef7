import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SharedFile } from './shared-file.ts'

function files(count: number): readonly SharedFile[] {
  const shared = new Int32Array(new SharedArrayBuffer(64))
  return Array.from({ length: count }, (_, index) => new SharedFile({ index, count, shared }))
}

test('turns never overlap', async () => {
  let inTurn = 0
  const turns = files(3).flatMap((file) =>
    Array.from({ length: 20 }, () => async () => {
      await file.turn(async () => {
        assert.equal(++inTurn, 1)
        await new Promise(setImmediate)
        inTurn--
      })
    }),
  )
  // One instance asks for its own turns one after the other.
  const lanes = [0, 1, 2].map((lane) => turns.slice(lane * 20, lane * 20 + 20))
  await Promise.all(
    lanes.map(async (lane) => {
      for (const turn of lane) await turn()
    }),
  )
})

test('a turn that fails ends too', async () => {
  const [one, other] = files(2) as [SharedFile, SharedFile]
  await assert.rejects(one.turn(() => Promise.reject(new Error('full'))))
  await other.turn(async () => {})
})

test('the replacement of a thread that was ended in its turn goes on with it', async () => {
  const shared = new Int32Array(new SharedArrayBuffer(64))
  const killed = new SharedFile({ index: 0, count: 2, shared })
  void killed.turn(async () => {
    killed.leave(7, true)
    await new Promise(() => {})
  })
  await new Promise(setImmediate)
  const other = new SharedFile({ index: 1, count: 2, shared })
  const seen: unknown[] = []
  const waiting = other.turn(async () => {
    seen.push('other')
  })
  const replacement = new SharedFile({ index: 0, count: 2, shared })
  await replacement.turn(async () => {
    seen.push([replacement.size, replacement.half])
  })
  await waiting
  assert.deepEqual(seen, [[7, true], 'other'])
})
