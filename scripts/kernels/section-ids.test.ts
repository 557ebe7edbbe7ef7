import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sectionIds } from './section-ids.ts'

test('finds the sections behind each other, however their sizes are written', () => {
  const long = Array.from({ length: 130 }, () => 11)
  const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 2, 8, 8, 10, 0x82, 0x01, ...long, 11, 0]
  assert.deepEqual(sectionIds(Uint8Array.from(bytes)), [1, 10, 11])
})
