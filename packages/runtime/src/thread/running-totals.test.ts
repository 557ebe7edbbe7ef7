import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunningTotals } from './running-totals.ts'

function sample(value: number, more: object = {}) {
  return { pipeline: 'a', plugin: 'p/1', name: 'n_total', type: 'counter' as const, value, ...more }
}

function values(totals: RunningTotals): readonly number[] {
  return totals.samples().map(({ value }) => value)
}

test('the newest sample counts', () => {
  const totals = new RunningTotals()
  totals.update([sample(1)], 1)
  totals.update([sample(5)], 1)
  assert.deepEqual(values(totals), [5])
})

test('counters of a pipeline go on across a restart, gauges do not', () => {
  const totals = new RunningTotals()
  const gauge = { name: 'size', type: 'gauge' }
  totals.update([sample(5), sample(7, gauge), sample(9, { pipeline: 'b' })], 1)
  totals.carryOver('a', 1)
  assert.deepEqual(values(totals), [5, 0, 9])
  totals.update([sample(2), sample(3, gauge)], 1)
  assert.deepEqual(values(totals), [7, 3, 9])
})

test('the control thread’s own counters are samples like the others', () => {
  const totals = new RunningTotals()
  totals.add('kills_total', 1, 'a', 'p/1')
  totals.add('kills_total', 1, 'a', 'p/1')
  assert.deepEqual(totals.samples(), [sample(2, { name: 'kills_total' })])
})

test('what several threads count of one pipeline is added up, and carried over for each', () => {
  const totals = new RunningTotals()
  totals.update([sample(5)], 1)
  totals.update([sample(7)], 2)
  assert.deepEqual(values(totals), [12])
  totals.carryOver('a', 2)
  totals.update([sample(1)], 2)
  totals.update([sample(6)], 1)
  assert.deepEqual(values(totals), [14])
})
