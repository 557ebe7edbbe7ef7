import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { BuildRefused } from '../finding.ts'
import { readManifests } from './index.ts'
import { repository } from './test-support/repository.ts'

const fragments = [
  'plugins',
  'project',
  'common',
  'linux',
  'package',
  'import',
  'path',
  'gomod',
  'replaces',
  'overrides',
  'npm_config',
  'git_config',
  'a/b => c/d v1.0.0',
  '@acme/x',
  'foo@^1',
  'git+https://u:t@h/x.git#v1',
  'foo@file:x.tgz',
  'npm:x@1',
  '${env:A}',
  '${env:B',
  '${file:/dev/null}',
  '//',
  ' // x',
  '..',
  '.',
  '&a',
  '*a',
  '<<',
  ': ',
  ':\n',
  '\n',
  '\n  ',
  '\n    ',
  '\n      ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ', ',
  '"',
  "'",
  '#',
  '|',
  '>',
  '!',
  '%',
  '@',
  '~',
  '"\\ud800"',
  '\t',
  '\0',
  '---\n',
  '...\n',
  '? ',
]

test('whatever a manifest holds, it is read or refused', async (t) => {
  const root = repository(t, {})
  const text = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .array(fc.constantFrom(...fragments), { maxLength: 40 })
        .map((parts) => parts.join('')),
    },
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('package', 'import', 'path'),
          fc.oneof(fc.string(), fc.constantFrom(...fragments)),
        ),
      )
      .map((entries) =>
        JSON.stringify({ plugins: { common: entries.map(([key, value]) => ({ [key]: value })) } }),
      ),
    fc
      .tuple(
        fc.constantFrom('overrides', 'npm_config', 'git_config'),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constantFrom(...fragments))),
      )
      .map(([key, values]) => JSON.stringify({ project: { [key]: values } })),
  )
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      writeFileSync(join(root, 'plugins.yml'), content)
      try {
        const manifest = await readManifests({ root, selection: undefined, env: { A: 'a' } })
        assert.ok(manifest !== 'off' && manifest.entries.length > 0)
      } catch (error) {
        assert.ok(error instanceof BuildRefused, String(error))
        assert.ok(error.findings.length > 0)
      }
    }),
    { numRuns: 1500 },
  )
})
