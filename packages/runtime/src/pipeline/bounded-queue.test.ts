import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { BoundedQueue } from './bounded-queue.ts'

type Step =
  | { readonly do: 'put' | 'offer' | 'grow'; readonly weight: number }
  | { readonly do: 'poll' | 'take' }

const weight = fc.integer({ min: 1, max: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('put' as const, 'offer' as const, 'grow' as const), weight }),
  fc.record({ do: fc.constantFrom('poll' as const, 'take' as const) }),
)

/** The rules of the queue in the plainest form: one list, of which a first part is inside. */
class Model {
  readonly items: { readonly id: number; weight: number; inside: boolean }[] = []
  readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  get inside(): number {
    return this.items.filter(({ inside }) => inside).length
  }

  get weight(): number {
    return this.items.reduce((sum, item) => sum + (item.inside ? item.weight : 0), 0)
  }

  admit(): void {
    for (const item of this.items) {
      if (item.inside) continue
      if (this.inside > 0 && this.weight >= this.limit) return
      item.inside = true
    }
  }
}

test('keeps the order, the limit and the promises of those who wait', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 8 }),
    fc.array(step, { maxLength: 80 }),
    async (limit, steps) => {
      const queue = new BoundedQueue<number>(limit)
      const model = new Model(limit)
      const admitted = new Set<number>()
      const taken: number[] = []
      let takers = 0
      let next = 0
      const expected: number[] = []

      for (const each of steps) {
        if (each.do === 'put' || each.do === 'offer') {
          const id = next++
          const hasRoom = model.items.every(({ inside }) => inside) && roomIn(model)
          assert.equal(takers > 0 || hasRoom, queue.hasRoom)
          if (each.do === 'offer') {
            assert.equal(queue.offer(id, each.weight), takers > 0 || hasRoom)
            if (takers === 0 && !hasRoom) continue
          } else {
            const waiting = queue.put(id, each.weight)
            assert.equal(waiting === undefined, takers > 0 || hasRoom)
            void waiting?.then(() => admitted.add(id))
          }
          if (takers > 0) {
            takers--
            expected.push(id)
          } else model.items.push({ id, weight: each.weight, inside: hasRoom })
        } else if (each.do === 'grow') {
          const newest = model.items.findLast(({ inside }) => inside)
          const grows = newest !== undefined && model.weight < model.limit
          assert.equal(queue.grow(each.weight), grows)
          if (grows) newest.weight += each.weight
        } else {
          const oldest = model.items.shift()
          model.admit()
          if (each.do === 'poll') assert.equal(queue.poll(), oldest?.id)
          else {
            void queue.take().then((id) => taken.push(id as number))
            if (oldest === undefined) takers++
            else expected.push(oldest.id)
          }
        }
        await turn()
        assert.equal(queue.length, model.inside)
        assert.equal(queue.weight, model.weight)
        assert.equal(queue.pending, model.items.length)
        assert.deepEqual(taken, expected)
        for (const { id, inside } of model.items) if (!inside) assert.ok(!admitted.has(id))
      }
    },
  )
  await fc.assert(property)
})

function roomIn(model: Model): boolean {
  return model.inside === 0 || model.weight < model.limit
}

async function turn(): Promise<void> {
  for (let i = 0; i < 4; i++) await Promise.resolve()
}

test('close lets those who wait in and refuses everybody else', async () => {
  const queue = new BoundedQueue<string>(1)
  void queue.put('a', 1)
  const waiting = queue.put('b', 1)
  queue.close()
  await waiting
  assert.throws(() => queue.put('c', 1), { code: 'COLLECTOR_CLOSED' })
  assert.deepEqual(
    [await queue.take(), await queue.take(), await queue.take()],
    ['a', 'b', undefined],
  )
})

test('abandon gives everything back and refuses those who wait', async () => {
  const queue = new BoundedQueue<string>(1)
  void queue.put('a', 1)
  const waiting = queue.put('b', 1)
  assert.deepEqual(queue.abandon(), ['a', 'b'])
  await assert.rejects(async () => waiting, { code: 'COLLECTOR_CLOSED' })
  assert.equal(await queue.take(), undefined)
})

test('a taker that waits is told of the end', async () => {
  for (const end of ['close', 'abandon'] as const) {
    const queue = new BoundedQueue<string>(1)
    const taken = queue.take()
    queue[end]()
    assert.equal(await taken, undefined)
  }
})

test('somebody who never awaits is stopped after 10,000 calls, and nobody hears of the refused promises', async () => {
  const queue = new BoundedQueue<number>(1)
  let calls = 0
  const never = (): void => {
    while (true) void queue.put(calls++, 1)
  }
  assert.throws(never, { code: 'COLLECTOR_OVERRUN' })
  assert.equal(calls, 10_002)
  assert.equal(queue.abandon().length, 10_001)
})
