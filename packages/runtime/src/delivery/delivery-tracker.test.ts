import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeClock } from '@sluice/testkit'
import * as fc from 'fast-check'
import { DeliveryTracker } from './delivery-tracker.ts'
import type { Source } from './source.ts'

type Step =
  | { readonly do: 'open' }
  | { readonly do: 'settle'; readonly which: number }
  | { readonly do: 'checkpoint'; readonly key: string }
  | { readonly do: 'wait' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('open' as const) }),
  fc.record({ do: fc.constant('settle' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('checkpoint' as const), key: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ do: fc.constant('wait' as const) }),
)

test('stores a checkpoint when, and only when, everything before it has settled, in the order of each key', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 100 }), async (steps) => {
    const stored = new Map<string, number>()
    const tracker = new DeliveryTracker(new FakeClock(), (key, value) => {
      const number = (value as unknown as readonly number[])[0] as number
      assert.ok(number > (stored.get(key) ?? -1), 'older value after a newer one')
      stored.set(key, number)
    })
    const open: { readonly number: number; readonly source: Source }[] = []
    const asked: { readonly key: string; readonly number: number; readonly after: number }[] = []
    const waits: { readonly after: number; resolved: boolean }[] = []
    let opened = 0
    const isReached = (after: number): boolean => open.every(({ number }) => number >= after)

    for (const each of steps) {
      if (each.do === 'open') open.push({ number: opened++, source: tracker.open() })
      else if (each.do === 'settle') {
        const [settled] = open.splice(each.which % Math.max(1, open.length), 1)
        settled?.source.release()
      } else if (each.do === 'checkpoint') {
        const number = asked.length
        asked.push({ key: each.key, number, after: opened })
        tracker.checkpoint(each.key, [number] as unknown as Uint8Array)
      } else {
        const wait = { after: opened, resolved: false }
        waits.push(wait)
        void tracker.delivered().then(() => (wait.resolved = true))
      }
      await Promise.resolve()
      assert.equal(tracker.openCount, open.length)
      for (const key of ['a', 'b', 'c']) {
        const newest = asked.findLast((one) => one.key === key && isReached(one.after))
        assert.equal(stored.get(key), newest?.number)
      }
      for (const { after, resolved } of waits) assert.equal(resolved, isReached(after))
    }
  })
  await fc.assert(property)
})

test('keeps one value of a key between two sources, however often it is given', () => {
  const stored: string[] = []
  const tracker = new DeliveryTracker(new FakeClock(), (_key, value) => stored.push(String(value)))
  const source = tracker.open()
  for (let i = 0; i < 1000; i++) tracker.checkpoint('offset', Buffer.from(String(i)))
  source.release()
  assert.deepEqual(stored, ['999'])
})

test('tells the age of the oldest source that has not settled', async () => {
  const clock = new FakeClock()
  const tracker = new DeliveryTracker(clock, () => {})
  assert.equal(tracker.oldestAge, 0)
  const first = tracker.open()
  await clock.advance('2s')
  const second = tracker.open()
  await clock.advance('1s')
  second.release()
  assert.equal(tracker.oldestAge, 3000)
  first.release()
  assert.equal(tracker.oldestAge, 0)
})

test('a source settles with the last of its references', () => {
  const tracker = new DeliveryTracker(new FakeClock(), () => {})
  const source = tracker.open()
  source.retain()
  source.release()
  assert.equal(tracker.openCount, 1)
  source.release()
  assert.equal(tracker.openCount, 0)
})

test('after closing nothing is stored, and those who wait are refused', async () => {
  const stored: string[] = []
  const tracker = new DeliveryTracker(new FakeClock(), (key) => stored.push(key))
  const source = tracker.open()
  tracker.checkpoint('offset', new Uint8Array())
  const waiting = tracker.delivered()
  tracker.close()
  source.release()
  await assert.rejects(waiting, { code: 'NOT_DELIVERED' })
  await assert.rejects(tracker.delivered(), { code: 'NOT_DELIVERED' })
  assert.deepEqual(stored, [])
})
