import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPage } from './read-page.ts'

const page = (...lines: readonly string[]): string => lines.join('\n')

test('finds commands, their output and files in order, and passes over prose', () => {
  const text = page(
    '# A page',
    'Prose with `code`.',
    '```sh',
    'mkdir a',
    'cd a',
    '```',
    '```yaml a/b.yml',
    'c: 1',
    '```',
    '```sh',
    'ls',
    '```',
    '',
    'It prints:',
    '```text',
    'b.yml',
    '```',
  )
  assert.deepEqual(readPage(text), [
    { kind: 'run', line: 3, script: 'mkdir a\ncd a', exit: 0 },
    { kind: 'write', line: 7, path: 'a/b.yml', text: 'c: 1\n' },
    { kind: 'run', line: 10, script: 'ls', exit: 0 },
    { kind: 'expect', line: 15, lines: ['b.yml'] },
  ])
})

test('takes the exit status of the next commands only from a comment', () => {
  const text = page('<!-- walkthrough: fails 2 -->', '```sh', 'a', '```', '```sh', 'b', '```')
  assert.deepEqual(
    readPage(text).map((step) => step.kind === 'run' && step.exit),
    [2, 0],
  )
})

test('keeps other comments as what a person does by other means', () => {
  const [step] = readPage('<!-- walkthrough: serve shared at files.example -->')
  assert.deepEqual(step, {
    kind: 'prepare',
    line: 1,
    words: ['serve', 'shared', 'at', 'files.example'],
  })
})

test('refuses a block that would be shown but not tried', () => {
  assert.throws(() => readPage(page('```ts', 'code', '```')), /^Error: 1: nothing tries this block/)
  const unasked = page('```ts a.ts', 'code', '```', '```text', 'output', '```')
  assert.throws(() => readPage(unasked), /^Error: 4: nothing tries this block/)
})

test('refuses a block without an end', () => {
  assert.throws(() => readPage(page('', '```sh', 'ls')), /^Error: 2: this block is never closed/)
})
