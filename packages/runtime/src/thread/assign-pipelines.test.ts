import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignPipelines } from './assign-pipelines.ts'

const sources = ['d', 'b', 'e', 'a', 'c'].map((name) => ({ name, file: `${name}.yaml`, text: '' }))

test('pipelines are at home in one thread each, dealt out in the order of their names', () => {
  const threads = assignPipelines(sources, 2)
  const homes = threads.map((all) =>
    all.filter(({ home }) => home).map(({ source }) => source.name),
  )
  assert.deepEqual(homes, [
    ['a', 'c', 'e'],
    ['b', 'd'],
  ])
})

test('every thread knows every pipeline, with the same shared memory', () => {
  const [first = [], second = []] = assignPipelines(sources, 2)
  assert.deepEqual(
    first.map(({ source }) => source.name),
    ['a', 'b', 'c', 'd', 'e'],
  )
  for (const [index, { source, shared }] of first.entries()) {
    assert.equal(second[index]?.source, source)
    assert.equal(second[index]?.shared, shared)
  }
})
