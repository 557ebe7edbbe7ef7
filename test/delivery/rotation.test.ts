import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { testBed } from './test-bed.ts'

// The claim is about a million lines: SLUICE_TEST_LINES=1000000.
const total = Number(process.env['SLUICE_TEST_LINES'] ?? 300_000)
const segments = 10
const perSegment = total / segments
const perWrite = 500

test('a rotated log arrives complete and in order across clean stops', async (t) => {
  const { log, collector, output, arrived } = testBed(t)
  const write = async (count: number): Promise<void> => {
    for (const end = log.lines + count; log.lines < end;) {
      log.append(Math.min(perWrite, end - log.lines))
      await setImmediate()
    }
  }
  collector.start()
  for (let segment = 0; segment < segments; segment++) {
    if (segment > 0) {
      // A file that came and went between two looks at the directory would not be seen.
      await arrived(log.begin)
      log.rotate()
    }
    await write(perSegment / 2)
    if (segment === 2) {
      await collector.stop()
      collector.start()
    }
    if (segment === 6) {
      const stopped = collector.stop()
      await write(perSegment / 4)
      await stopped
      log.rotate()
      await write(perSegment / 4)
      collector.start()
    } else {
      await write(perSegment / 2)
    }
  }
  await arrived(total - 1)
  await collector.stop()
  assert.equal(output.read().length, total)
  assert.equal(output.tornBytes, 0)
  assert.equal(
    output.numbers.findIndex((number, index) => number !== index),
    -1,
  )
})
