import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryLogger } from '@sluice/testkit'
import { CaughtUpHint } from './caught-up-hint.ts'

const report = { pipeline: 'a', plugin: 'input_file/1' }

function shownAsRecords(...reports: readonly { events: number; path?: string }[]) {
  const logger = new MemoryLogger()
  const hint = new CaughtUpHint('json', logger)
  for (const each of reports) hint.show({ ...report, ...each })
  return logger.records.map(({ fields }) => fields)
}

test('a log that is JSON gets the hint as a record, with what to try only in the first', () => {
  const [first, second] = shownAsRecords(
    { events: 3, path: '/var/log/app.log' },
    { events: 4, path: '/var/log/web.log' },
  )
  assert.equal(first?.['append'], 'tail -n 1 /var/log/app.log >> /var/log/app.log')
  assert.equal(first?.['stop'], 'Ctrl-C')
  assert.equal(second?.['events'], 4)
  assert.equal(second?.['append'], undefined)
})

test('paths are shown from the working directory and safe to paste', () => {
  const path = `${process.cwd()}/my app's.log`
  const [{ append } = {}] = shownAsRecords({ events: 1, path })
  assert.equal(append, `tail -n 1 'my app'\\''s.log' >> 'my app'\\''s.log'`)
})

test('a file without a line gets any line', () => {
  const [{ append } = {}] = shownAsRecords({ events: 0, path: '/tmp/a.log' })
  assert.equal(append, `echo 'hello' >> /tmp/a.log`)
})

test('an input without a path is no less caught up', () => {
  const [fields] = shownAsRecords({ events: 2 })
  assert.equal(fields?.['events'], 2)
  assert.equal(fields?.['append'], undefined)
})
