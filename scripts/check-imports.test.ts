import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkImports } from './check-imports.ts'
import { temporaryTree } from './temporary-tree.ts'

const manifests = {
  'package.json': '{"devDependencies":{"fast-check":"1.0.0"}}',
  'packages/plugin/package.json': '{"dependencies":{"zod":"1.0.0"}}',
  'packages/plugins/package.json': '{}',
  'packages/runtime/package.json': '{}',
}

const cases: readonly [what: string, path: string, source: string, problem: RegExp | undefined][] =
  [
    ['a package of the graph', 'packages/runtime/src/a.ts', "'@sluice/plugin'", undefined],
    ['a package against the graph', 'packages/plugin/src/a.ts', "'@sluice/runtime'", /no other/],
    ['another package by path', 'packages/runtime/src/a.ts', "'../../plugin/src/b.ts'", /name of/],
    ['a path inside the package', 'packages/runtime/src/c/a.ts', "'../b.ts'", undefined],
    ['another built-in', 'packages/plugins/src/inputs/a/a.ts', "'../b/b.ts'", /own folder/],
    ['shared code', 'packages/plugins/src/inputs/a/a.ts', "'../../shared/b.ts'", undefined],
    ['a declared dependency', 'packages/plugin/src/a.ts', "'zod/v4'", undefined],
    ['an undeclared dependency', 'packages/runtime/src/a.ts', "'zod'", /declare it in packages/],
    ['a test tool', 'packages/runtime/src/a.test.ts', "'fast-check'", undefined],
    ['a test tool outside a test', 'packages/runtime/src/a.ts', "'fast-check'", /declare it/],
    ['the test kit in a test', 'packages/plugins/src/a.test.ts', "'@sluice/testkit'", undefined],
    ['the test kit elsewhere', 'packages/plugins/src/a.ts', "'@sluice/testkit'", /may import/],
    ['Node itself', 'packages/plugin/src/a.ts', "'node:fs'", undefined],
  ]

for (const [what, path, target, problem] of cases) {
  test(`${what} is ${problem ? 'refused' : 'allowed'}`, (t) => {
    const root = temporaryTree(t, { ...manifests, [path]: `\nimport { b } from ${target}\n` })
    const problems = checkImports(root).join('\n')
    if (problem) {
      assert.match(problems, problem)
      assert.ok(problems.startsWith(`${path}:2: imports ${target};`), problems)
    } else {
      assert.equal(problems, '')
    }
  })
}

test('types, re-exports and dynamic imports count as imports', (t) => {
  const root = temporaryTree(t, {
    ...manifests,
    'packages/plugin/src/a.ts': [
      "import type { A } from '@sluice/runtime'",
      "export * from '@sluice/runtime'",
      "export const load = () => import('@sluice/runtime')",
      "export const text = `import 'not-an-import'`",
    ].join('\n'),
  })
  assert.equal(checkImports(root).length, 3)
})
