import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Strikes } from './strikes.ts'

const TICKS_PER_MINUTE = 240

test('the third strike within a minute is the last', () => {
  const strikes = new Strikes(250)
  assert.deepEqual(
    [1, 2, TICKS_PER_MINUTE].map((tick) => strikes.count('a', tick)),
    [false, false, true],
  )
})

test('strikes older than a minute are forgotten', () => {
  const strikes = new Strikes(250)
  const ticks = [1, 2, TICKS_PER_MINUTE + 1, TICKS_PER_MINUTE + 2]
  assert.deepEqual(
    ticks.map((tick) => strikes.count('a', tick)),
    [false, false, false, false],
  )
})

test('every pipeline has its own', () => {
  const strikes = new Strikes(250)
  assert.deepEqual(
    ['a', 'a', 'b', 'b'].map((name) => strikes.count(name, 1)),
    [false, false, false, false],
  )
})
