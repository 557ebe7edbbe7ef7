import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, group as makeInfo, log } from '@sluice/plugin'
import * as fc from 'fast-check'
import type { Group } from './group.ts'
import { Lease } from './lease.ts'
import { LogEventView } from './log-event-view.ts'
import { LogView } from './log-view.ts'
import { contentOf, heapGroup } from './test-support/heap-group.ts'
import { Undo, UndoMemory } from './undo.ts'
import { eventViews } from './views.ts'

type Pairs = [string, string][]

/** One change of a row through one of its faces, and what it does to a list of pairs. */
interface Change {
  readonly face: 'columns' | 'event' | 'log' | 'contents'
  readonly do: 'set' | 'append' | 'delete' | 'rename' | 'copy' | 'bytes'
  readonly row: number
  readonly key: string
  readonly other: string
  readonly value: string
}

const key = fc.constantFrom('a', 'b', 'c', 'd')
const change: fc.Arbitrary<Change> = fc.record({
  face: fc.constantFrom('columns' as const, 'event' as const, 'log' as const, 'contents' as const),
  do: fc.constantFrom(
    'set' as const,
    'append' as const,
    'delete' as const,
    'rename' as const,
    'copy' as const,
    'bytes' as const,
  ),
  row: fc.nat(),
  key,
  other: key,
  value: fc.string({ unit: 'grapheme' }),
})

const pairs = fc.array(fc.tuple(key, fc.string()), { maxLength: 6 })
const rows = fc.array(pairs, { minLength: 1, maxLength: 5 })

test('changes through every face are those of a list of pairs, and undoing them restores it', () => {
  const memory = new UndoMemory()
  const property = fc.property(
    rows,
    fc.array(change, { maxLength: 30 }),
    fc.array(change, { maxLength: 30 }),
    fc.nat(),
    (before, kept, undone, dropped) => {
      const group = groupOf(before)
      const model: Pairs[] = before.map((row) => row.map(([name, value]) => [name, value]))
      for (const each of kept) {
        changeGroup(group, each)
        changeModel(model, each)
      }
      assert.deepEqual(contentOf(group), model)
      const undo = new Undo(group, true, memory)
      for (const each of undone) changeGroup(group, each)
      group.addRow(1, 2)
      group.filterRows((position) => position !== dropped % model.length)
      undo.apply()
      undo.forget()
      assert.deepEqual(contentOf(group), model)
    },
  )
  fc.assert(property)
})

/** Some rows hold bytes, some text, as after reading and parsing. */
function groupOf(before: readonly (readonly [string, string][])[]): Group {
  const group = heapGroup()
  for (const row of before) {
    const position = group.addRow(5, 6)
    row.forEach(([name, value], index) => {
      if (index % 2 === 0) group.appendText(position, group.key(name), value)
      else appendBytes(group, position, name, value)
    })
  }
  return group
}

function appendBytes(group: Group, position: number, name: string, value: string): void {
  const bytes = Buffer.from(value)
  group.reserve(bytes.length).set(bytes)
  group.appendBytes(position, group.key(name), group.commit(bytes.length), bytes.length)
}

function changeGroup(group: Group, each: Change): void {
  const position = each.row % group.length
  if (each.do === 'copy' || each.do === 'bytes' || each.face === 'columns') {
    changeColumns(group, position, each)
    return
  }
  const lease = new Lease('test', true)
  const row = group.rowAt(position)
  const event = new LogEventView(group.table, row, lease)
  const view = new LogView(group.table, row, lease)
  const target = each.face === 'event' ? event : view
  if (each.face === 'contents') void view.contents
  if (each.do === 'rename') target.rename(each.key, each.other)
  else if (each.do === 'delete') target.delete(each.key)
  else target[each.do](each.key, each.value)
  view.writeBack()
}

function changeColumns(group: Group, position: number, each: Change): void {
  const id = group.key(each.key)
  const run = group.find(position, id)
  if (each.do === 'set') group.setText(position, id, each.value)
  else if (each.do === 'append') group.appendText(position, id, each.value)
  else if (each.do === 'bytes') appendBytes(group, position, each.key, each.value)
  else if (each.do === 'delete') group.remove(position, id)
  else if (run !== -1 && each.do === 'copy') group.appendCopy(position, group.key(each.other), run)
  else if (each.do === 'rename') {
    for (let one = group.first(position); one !== -1; one = group.next(position, one)) {
      if (group.runKey(one) === id) group.renameRun(one, group.key(each.other))
    }
  }
}

function changeModel(model: Pairs[], each: Change): void {
  const index = each.row % model.length
  const row = model[index] as Pairs
  const last = row.findLast(([name]) => name === each.key)
  if (each.do === 'delete') model[index] = row.filter(([name]) => name !== each.key)
  else if (each.do === 'rename') {
    for (const pair of row) if (pair[0] === each.key) pair[0] = each.other
  } else if (each.do === 'copy') {
    if (last !== undefined) row.push([each.other, last[1]])
  } else if (each.do === 'set' && last !== undefined) last[1] = each.value
  else row.push([each.key, each.value])
}

test('undoing restores times, what few logs have, tags, and the events of other kinds', () => {
  const info = makeInfo({ host: 'a', zone: 'z' }, { source: 's' })
  const events = [
    log({ contents: { a: '1' }, time: 1000, level: 'info', tags: { t: '1' } }),
    counter('requests', 1, { tags: { m: '1' } }),
  ]
  const group = heapGroup(events, { info })
  const undo = new Undo(group, true, new UndoMemory())
  const lease = new Lease('test', true)
  const [event, metric] = eventViews(group, lease)
  assert.ok(event?.kind === 'log' && metric?.kind === 'metric')
  event.timestamp = 5_000_000_000n
  event.level = 'error'
  event.tags.add('t', '2')
  metric.value = 2
  metric.tags.delete('m')
  info.tags.delete('host')
  info.tags.add('new', 'x')
  info.metadata.add('source', 'other')
  group.setOthers([])

  undo.apply()
  const [log0, metric0] = eventViews(group, new Lease('test', false))
  assert.ok(log0?.kind === 'log' && metric0?.kind === 'metric')
  assert.deepEqual([log0.timestamp, log0.level, log0.tags.get('t')], [1_000_000_000n, 'info', '1'])
  assert.deepEqual([metric0.value, metric0.tags.get('m')], [1, '1'])
  assert.deepEqual(
    [...info.tags],
    [
      ['host', 'a'],
      ['zone', 'z'],
    ],
  )
  assert.equal(info.metadata.get('source'), 's')
})
