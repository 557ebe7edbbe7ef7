import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Watchdog } from './watchdog.ts'

const limits = { instanceLimit: 4, threadLimit: 40 }

/** Ticks until the watchdog ends the thread; undefined when it does not within a hundred. */
function ticksUntilEnd(
  watchdog: Watchdog,
  vitals: (tick: number) => [beats: number, instance: number],
) {
  for (let tick = 0; tick < 100; tick++) {
    const [beats, instance] = vitals(tick)
    if (watchdog.tick({ ...limits, beats, instance })) return tick
  }
  return undefined
}

test('a thread that beats is left alone, however long one plugin runs in it', () => {
  assert.equal(
    ticksUntilEnd(new Watchdog(), (tick) => [tick, 7]),
    undefined,
  )
})

test('a plugin that keeps its thread from beating is ended after its own limit', () => {
  assert.equal(
    ticksUntilEnd(new Watchdog(), () => [1, 7]),
    limits.instanceLimit + 1,
  )
})

test('a thread that is silent for an unknown reason has the longest limit', () => {
  assert.equal(
    ticksUntilEnd(new Watchdog(), () => [1, 0]),
    limits.threadLimit + 1,
  )
})

test('a plugin answers only for the ticks it was running in itself', () => {
  const ends = ticksUntilEnd(new Watchdog(), (tick) => [1, tick < 4 ? 6 : 7])
  assert.equal(ends, 4 + limits.instanceLimit + 1)
})

test('a single beat begins the count anew', () => {
  const watchdog = new Watchdog()
  const ends = ticksUntilEnd(watchdog, (tick) => [tick < 4 ? 1 : 2, 7])
  assert.equal(ends, 4 + limits.instanceLimit + 1)
})
