import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSizes } from './check-sizes.ts'
import { temporaryTree } from './temporary-tree.ts'

const lines = (count: number): string => 'x\n'.repeat(count)

test('400 lines are allowed, 401 are not, tests included', (t) => {
  const root = temporaryTree(t, {
    'packages/plugin/src/small.ts': lines(1),
    'packages/plugin/src/other.ts': lines(1),
    'packages/plugin/src/limit.ts': lines(400),
    'packages/plugin/src/long.test.ts': lines(401),
  })
  assert.deepEqual(checkSizes(root).problems, [
    'packages/plugin/src/long.test.ts: 401 lines; split it (limit 400)',
  ])
})

test('generated files, dependencies and fixtures do not count', (t) => {
  const root = temporaryTree(t, {
    'packages/plugin/src/list.gen.ts': lines(500),
    'packages/plugin/node_modules/a/b.ts': lines(500),
    'packages/plugin/src/fixtures/a.ts': lines(500),
  })
  assert.deepEqual(checkSizes(root).problems, [])
  assert.match(checkSizes(root).summary, /^0 files/)
})

test('a median of 80 lines outside tests is too much', (t) => {
  const root = temporaryTree(t, {
    'packages/plugin/src/a.ts': lines(80),
    'packages/plugin/src/a.test.ts': lines(2),
    'packages/plugin/src/b.test.ts': lines(2),
  })
  assert.match(checkSizes(root).problems.join('\n'), /^median of 80 lines/)
})
