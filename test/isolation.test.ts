import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { PipelineFolder } from './support/pipeline-folder.ts'
import { parseLog, type ProcessEnd } from './support/sluice-process.ts'

const COUNT = 1000
const all = Array.from({ length: COUNT }, (_, number) => number)
const guilty = { pipeline: 'bad', plugin: 'processor_misbehaving/1' }

function missing(delivered: readonly number[]): readonly number[] {
  const found = new Set(delivered)
  return all.filter((number) => !found.has(number))
}

/** The record that sums up a pipeline. */
function summaryOf(pipeline: string, { stderr }: ProcessEnd) {
  return parseLog(stderr).find((record) => record['pipeline'] === pipeline && 'eventsIn' in record)
}

function recordsAgainst({ stderr }: ProcessEnd, message: RegExp) {
  return parseLog(stderr).filter(
    (record) =>
      message.test(String(record['message'])) &&
      record['pipeline'] === guilty.pipeline &&
      record['plugin'] === guilty.plugin,
  )
}

suite('a processor that', { concurrency: 2 }, () => {
  test('throws on every hundredth event costs the pipeline only those', async (t) => {
    const folder = new PipelineFolder(t, { bad: { processor: { Mode: 'throw' } } })
    const end = await folder.run('--once')
    assert.equal(end.code, 0, end.stderr)
    assert.deepEqual(
      missing(folder.delivered('bad')),
      all.filter((number) => number % 100 === 0),
    )
    const letters = folder.deadLetters('bad')
    assert.equal(letters.length, COUNT / 100)
    assert.ok(letters.every(({ plugin }) => plugin === guilty.plugin))
    const { eventsIn, eventsOut, eventsDeadLettered } = summaryOf('bad', end) ?? {}
    assert.deepEqual([eventsIn, eventsOut, eventsDeadLettered], [1000, 990, 10])
  })

  test('once does not settle is named, and nothing is lost', async (t) => {
    const processor = { Mode: 'hang', Once: 'happened' }
    const folder = new PipelineFolder(t, { bad: { processor }, good: {} })
    const end = await folder.run('--once')
    assert.equal(end.code, 0, end.stderr)
    assert.deepEqual(missing(folder.delivered('bad')), [])
    assert.deepEqual(folder.delivered('good'), all)
    assert.equal(recordsAgainst(end, /did not settle/).length, 1)
    assert.equal(summaryOf('bad', end)?.['hungCalls'], 1)
  })

  test('never settles is stopped after three times, and the others go on', async (t) => {
    const folder = new PipelineFolder(t, { bad: { processor: { Mode: 'hang' } }, good: {} })
    const end = await folder.run('--once')
    assert.equal(end.code, 1, end.stderr)
    assert.deepEqual(folder.delivered('good'), all)
    assert.equal(recordsAgainst(end, /did not settle/).length, 3)
    assert.match(String(summaryOf('bad', end)?.['reason']), /3 times within 60 s/)
  })

  test('once spins is named, its thread restarted, and nothing is lost', async (t) => {
    const processor = { Mode: 'spin', Once: 'happened' }
    const folder = new PipelineFolder(t, { bad: { processor }, good: { input: { EveryMs: 2 } } })
    const end = await folder.run('--once')
    assert.equal(end.code, 0, end.stderr)
    assert.deepEqual(missing(folder.delivered('bad')), [])
    assert.deepEqual(missing(folder.delivered('good')), [])
    assert.equal(recordsAgainst(end, /did not answer in time/).length, 1)
    assert.equal(summaryOf('bad', end)?.['watchdogKills'], 1)
    assert.equal(summaryOf('good', end)?.['watchdogKills'], 0)
  })

  test('always spins is stopped after three times, and the others go on', async (t) => {
    const folder = new PipelineFolder(t, { bad: { processor: { Mode: 'spin' } }, good: {} })
    const end = await folder.run('--once')
    assert.equal(end.code, 1, end.stderr)
    assert.deepEqual(missing(folder.delivered('good')), [])
    assert.equal(recordsAgainst(end, /did not answer in time/).length, 3)
    assert.equal(summaryOf('bad', end)?.['watchdogKills'], 3)
  })

  test('ends its thread is named, the thread restarted, and nothing is lost', async (t) => {
    const processor = { Mode: 'exit', Once: 'happened' }
    const folder = new PipelineFolder(t, { bad: { processor }, good: {} })
    const end = await folder.run('--once')
    assert.equal(end.code, 0, end.stderr)
    assert.deepEqual(missing(folder.delivered('bad')), [])
    assert.deepEqual(missing(folder.delivered('good')), [])
    assert.equal(recordsAgainst(end, /has ended by itself/).length, 1)
  })

  for (const [Mode, text] of [
    ['reject', 'nobody awaits this'],
    ['late_throw', 'nobody catches this'],
  ] as const) {
    test(`leaves an error behind (${Mode}) costs nothing but a record`, async (t) => {
      const folder = new PipelineFolder(t, { bad: { processor: { Mode } } })
      const end = await folder.run('--once')
      assert.equal(end.code, 0, end.stderr)
      assert.deepEqual(folder.delivered('bad'), all)
      const [record, ...more] = parseLog(end.stderr).filter(({ level }) => level === 'error')
      assert.equal(more.length, 0)
      assert.match(JSON.stringify(record), new RegExp(text))
      assert.match(String(record?.['at']), /private-plugins\.ts:\d+/)
    })
  }
})
