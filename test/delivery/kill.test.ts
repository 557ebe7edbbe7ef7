import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { below, seededRandom } from '../../scripts/random.ts'
import { testBed } from './test-bed.ts'

// The claim is about twenty kills: SLUICE_TEST_KILLS=20.
const kills = Number(process.env['SLUICE_TEST_KILLS'] ?? 10)
const seed = Number(process.env['SLUICE_TEST_SEED'] ?? 1)
const longestLifeMs = 1200
const linesPerWrite = 200

test('a killed collector loses nothing and repeats only what was not acknowledged', async (t) => {
  const { log, collector, output, arrived } = testBed(t)
  const random = seededRandom(seed)
  const writing = setInterval(() => log.append(linesPerWrite), 5)
  t.after(() => clearInterval(writing))
  /** Position in the output at which each life of the collector begins. */
  const begins: number[] = []
  for (let life = 0; life < kills; life++) {
    begins.push(output.read().length)
    collector.start()
    await setTimeout(below(random, longestLifeMs))
    await collector.kill()
  }
  clearInterval(writing)
  begins.push(output.read().length)
  collector.start()
  await arrived(log.lines - 1)
  await collector.stop()

  const numbers = output.read()
  assert.equal(output.tornBytes, 0)
  assert.equal(new Set(numbers).size, log.lines, 'events are missing')
  const lives = begins
    .map((begin, life) => numbers.slice(begin, begins[life + 1]))
    .filter((events) => events.length > 0)
  for (const [index, events] of lives.entries()) {
    const first = events[0]!
    assert.ok(
      events.every((number, at) => number === first + at),
      `life ${index} is out of order`,
    )
    if (index === 0) continue
    const before = lives[index - 1]!
    assert.ok(first >= before[0]!, 'what an earlier life had acknowledged came again')
    assert.ok(first <= before.at(-1)! + 1, 'a gap')
  }
  t.diagnostic(`${kills} kills, ${log.lines} lines, ${numbers.length - log.lines} came twice`)
})
