import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeClock } from './fake-clock.ts'

test('stands still until it is moved, and both of its times move together', async () => {
  const clock = new FakeClock(1_000_500)
  assert.deepEqual([clock.now(), clock.seconds(), clock.monotonic()], [1_000_500, 1000, 0])
  await clock.advance('1m30s')
  assert.deepEqual([clock.now(), clock.seconds(), clock.monotonic()], [1_090_500, 1090, 90_000])
})

test('wakes sleepers in the order they are due, each at its own time', async () => {
  const clock = new FakeClock()
  const woken: (readonly [string, number])[] = []
  const sleep = async (name: string, milliseconds: number): Promise<void> => {
    await clock.sleep(milliseconds)
    woken.push([name, clock.monotonic()])
  }
  void sleep('late', 300)
  void sleep('early', 100)
  void sleep('same', 100)
  void sleep('chained', 50).then(() => sleep('again', 100))
  await clock.advance(299)
  assert.deepEqual(woken, [
    ['chained', 50],
    ['early', 100],
    ['same', 100],
    ['again', 150],
  ])
  await clock.advance(1)
  assert.deepEqual(woken.at(-1), ['late', 300])
})

test('a sleeper is woken by its signal, and an aborted signal lets nobody sleep', async () => {
  const clock = new FakeClock()
  const stop = new AbortController()
  const slept = clock.sleep(1e9, stop.signal)
  stop.abort()
  await slept
  await clock.sleep(1e9, stop.signal)
  assert.equal(clock.monotonic(), 0)
})

test('ticks come once per interval until the signal aborts; a slow consumer misses those in between', async () => {
  const clock = new FakeClock()
  const stop = new AbortController()
  const times: number[] = []
  const ticking = (async () => {
    for await (const time of clock.ticks(100, stop.signal)) {
      times.push(time - clock.now() + clock.monotonic())
      if (times.length === 2) await clock.sleep(250)
    }
  })()
  await clock.advance(650)
  assert.deepEqual(times, [100, 200, 450, 550, 650])
  stop.abort()
  await ticking
})
