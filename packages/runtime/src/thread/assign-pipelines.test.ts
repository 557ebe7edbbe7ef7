import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignPipelines } from './assign-pipelines.ts'

const sources = ['d', 'b', 'e', 'a', 'c'].map((name) => ({ name, file: `${name}.yaml`, text: '' }))

function names(threads: number): readonly string[] {
  return assignPipelines(sources, threads).map((each) => each.map(({ name }) => name).join(''))
}

test('pipelines are dealt out in the order of their names', () => {
  assert.deepEqual(names(2), ['ace', 'bd'])
})

test('there are never more threads than pipelines', () => {
  assert.deepEqual(names(9), ['a', 'b', 'c', 'd', 'e'])
})
