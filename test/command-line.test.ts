import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { root } from '../scripts/root.ts'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { sluice } from './support/sluice-process.ts'

const processor = `import { defineProcessor } from '@sluice/plugin'
export default defineProcessor({
  type: 'processor_mine',
  description: 'Mine.',
  stability: 'alpha',
  setup: () => ({ v1: { processLogs: (logs) => logs } }),
})
`

const pipeline = `inputs:
  - Type: service_mock
    LogsPerSecond: 1
    MaxLogCount: 1
processors:
  - Type: processor_mine
flushers:
  - Type: flusher_blackhole
`

suite('sluice', { concurrency: 2 }, () => {
  test('alone shows how to begin', async (t) => {
    const { code, stdout } = await sluice(t, [])
    assert.equal(code, 0)
    assert.equal(stdout.match(/^ {2}sluice run/gm)?.length, 3)
  })

  test('--version prints the version', async (t) => {
    const { code, stdout } = await sluice(t, ['--version'])
    assert.equal(code, 0)
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  })

  for (const command of [
    [],
    ['run'],
    ['validate'],
    ['plugins'],
    ['plugins', 'ls'],
    ['plugins', 'doc'],
  ]) {
    test(`${command.join(' ')} --help explains itself with examples`, async (t) => {
      const { code, stdout } = await sluice(t, [...command, '--help'])
      assert.equal(code, 0)
      assert.match(stdout, /^Usage: sluice/)
      assert.match(stdout, /Examples:\n {2}sluice /)
    })
  }

  for (const [what, args, expected] of [
    ['an unknown command', ['rnu', 'x.yaml'], /unknown command 'rnu'\n\(Did you mean run\?\)/],
    [
      'an unknown option',
      ['run', 'x.yaml', '--onec'],
      /unknown option '--onec'\n\(Did you mean --once\?\)/,
    ],
    ['a missing path', ['run'], /missing required argument 'path'/],
    ['a time that is none', ['run', 'x.yaml', '--for', 'soon'], /--for: 'soon' is not a duration/],
    ['too many threads', ['run', 'x.yaml', '--threads', '999'], /whole number from 1 to 64/],
    ['a file that is missing', ['run', 'x.yaml'], /x\.yaml:1:1: error FILE_NOT_FOUND/],
    ['an unknown plugin', ['plugins', 'doc', 'input_flie'], /Did you mean "input_file"\?/],
  ] as const) {
    test(`refuses ${what} with exit code 2`, async (t) => {
      const cwd = temporaryTree(t, {})
      const { code, stderr } = await sluice(
        t,
        [...args, ...(args[0] === 'run' ? ['--log-format=text'] : [])],
        cwd,
      )
      assert.equal(code, 2, stderr)
      assert.match(stderr, expected)
    })
  }

  test('validate counts what it found and runs nothing', async (t) => {
    const cwd = temporaryTree(t, { 'mine.ts': processor, 'pipeline.yaml': pipeline })
    const unknown = await sluice(t, ['validate', 'pipeline.yaml'], cwd)
    assert.equal(unknown.code, 2)
    assert.match(unknown.stderr, /pipeline\.yaml:6:11: error PLUGIN_UNKNOWN/)
    assert.match(unknown.stdout, /0 pipelines valid, 1 error, 0 warnings/)
    const known = await sluice(t, ['validate', 'pipeline.yaml', '--plugin', './mine.ts'], cwd)
    assert.equal(known.code, 0, known.stderr)
    assert.match(known.stdout, /1 pipeline valid, 0 errors, 0 warnings/)
  })

  test('validate reports what a plugin refuses when it is set up', async (t) => {
    const refusing = processor.replace(
      '() => (',
      `() => { throw new Error('no luck') }, x: () => (`,
    )
    const cwd = temporaryTree(t, { 'mine.ts': refusing, 'pipeline.yaml': pipeline })
    const { code, stderr } = await sluice(
      t,
      ['validate', 'pipeline.yaml', '--plugin', './mine.ts'],
      cwd,
    )
    assert.equal(code, 2)
    assert.match(stderr, /pipeline\.yaml:6:\d+: error PLUGIN_SETUP_FAILED: processor_mine: no luck/)
  })

  test('run prints every mistake of the configuration and starts nothing', async (t) => {
    const file = 'packages/runtime/src/config/fixtures/ten-mistakes.yaml'
    const dataDir = temporaryTree(t, {})
    const { code, stderr } = await sluice(
      t,
      ['run', file, '--log-format=text', '--data-dir', dataDir],
      root,
    )
    assert.equal(code, 2)
    const errors = stderr.match(/:\d+:\d+: error /g) ?? []
    assert.ok(errors.length >= 9, stderr)
    assert.match(stderr, new RegExp(`has ${errors.length} errors; nothing was started`))
  })

  test('run --strict refuses what is otherwise a warning', async (t) => {
    const text = pipeline.replace('processors:\n  - Type: processor_mine\n', 'gobal: {}\n')
    const cwd = temporaryTree(t, { 'pipeline.yaml': text })
    const lenient = await sluice(t, ['run', 'pipeline.yaml', '--once'], cwd)
    assert.equal(lenient.code, 0, lenient.stderr)
    assert.match(lenient.stderr, /looks wrong/)
    const strict = await sluice(t, ['run', 'pipeline.yaml', '--once', '--strict'], cwd)
    assert.equal(strict.code, 2)
  })
})
