import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { root } from '../scripts/root.ts'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { PipelineFolder } from './support/pipeline-folder.ts'
import { parseLog } from './support/sluice-process.ts'

const command = join(root, 'packages/cli/dist/sluice.js')

interface Profile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[]
  readonly samples: readonly number[]
}

function readProfile(path: string): Profile {
  return JSON.parse(readFileSync(path, 'utf8')) as Profile
}

function functionsOf({ nodes }: Profile): ReadonlySet<string> {
  return new Set(nodes.map(({ callFrame }) => callFrame.functionName))
}

/** A folder with enough lines that every part of the work takes many milliseconds. */
function folderWithLog(t: TestContext): string {
  const pipeline = {
    inputs: [{ Type: 'input_file', FilePaths: ['app.log'] }],
    processors: [
      {
        Type: 'processor_parse_regex_native',
        SourceKey: 'content',
        Regex: '(\\S+) (\\S+) (.*)',
        Keys: ['a', 'b', 'json'],
      },
      { Type: 'processor_json', SourceKey: 'json' },
    ],
    flushers: [{ Type: 'flusher_file', FilePath: 'out.json', MaxFileSize: '1GB' }],
  }
  const cwd = temporaryTree(t, { 'app.json': JSON.stringify(pipeline) })
  const line = `10.0.0.1 ${'x'.repeat(200)} {"one":1,"two":"${'y'.repeat(50)}"}\n`
  writeFileSync(join(cwd, 'app.log'), line.repeat(150_000))
  return cwd
}

function built(cwd: string, ...args: readonly string[]) {
  assert.ok(existsSync(command), `${command} is missing; \`npm run build\` makes it`)
  const all = [command, 'run', 'app.json', '--once', ...args]
  return spawnSync(process.execPath, all, { cwd, encoding: 'utf8' })
}

suite('sluice run --profile', () => {
  test('names plugins and kernels in the profile and sums them up', (t) => {
    const cwd = folderWithLog(t)
    const { status, stderr } = built(cwd, '--profile=slow.cpuprofile')
    assert.equal(status, 0, stderr)
    const profile = readProfile(join(cwd, 'slow.cpuprofile'))
    const functions = functionsOf(profile)
    for (const name of [
      'processor_parse_regex_native/1',
      'processor_json/1',
      'flusher_file/1',
      'kernel extract',
    ]) {
      assert.ok(functions.has(name), `${name} is not among ${[...functions].join(', ')}`)
    }
    const record = parseLog(stderr).find(({ message }) => message === 'CPU profile')
    assert.equal(record?.['file'], 'slow.cpuprofile')
    const rows = record?.['rows'] as readonly Readonly<Record<string, unknown>>[]
    const found = rows.map(({ kind, kernel, plugin }) => [kind, kernel, plugin].join(' ').trim())
    for (const row of [
      'plugin  processor_json/1',
      'kernel extract processor_parse_regex_native/1',
      // Reading goes on after many an await: it is known by where its code stands.
      'plugin  input_file/1',
      'engine',
    ]) {
      assert.ok(found.includes(row), `${row} is not among ${found.join(', ')}`)
    }
  })

  test('shows a table where the log is text', (t) => {
    const cwd = folderWithLog(t)
    const { stderr } = built(cwd, '--profile', '--log-format', 'text')
    assert.match(stderr, /^CPU profile sluice-\d+-1\.cpuprofile\n +self ms +busy\n/m)
    assert.match(stderr, /^ +\d+ +\d+\.\d % {2}processor_json\/1$/m)
    assert.match(stderr, /^ +\d+ +\d+\.\d % {2}kernel extract in processor_parse_regex_native\/1$/m)
    assert.equal(readdirSync(cwd).filter((name) => /^sluice-\d+-1\.cpup/.test(name)).length, 1)
  })

  test('writes one file per data thread, also after SIGTERM', async (t) => {
    const endless = { input: { Count: 1_000_000, EveryMs: 1 } }
    const folder = new PipelineFolder(t, { one: endless, two: endless })
    const process = folder.start('--threads', '2', '--profile=load.cpuprofile')
    await process.until(() => process.log.some(({ message }) => message === 'collecting'))
    process.signal('SIGTERM')
    const { code, stderr } = await process.ended
    assert.equal(code, 0, stderr)
    for (const number of [1, 2]) {
      const { samples } = readProfile(join(folder.path, `load-${number}.cpuprofile`))
      assert.ok(samples.length > 0)
    }
  })

  test('refuses before it starts a file that cannot be written or belongs to something else', (t) => {
    const cwd = temporaryTree(t, {
      'app.json': JSON.stringify({
        inputs: [{ Type: 'service_mock', LogsPerSecond: 1, MaxLogCount: 1 }],
        flushers: [{ Type: 'flusher_blackhole' }],
      }),
    })
    const missing = built(cwd, '--profile=nowhere/x.cpuprofile')
    assert.equal(missing.status, 2, missing.stderr)
    assert.match(
      missing.stderr,
      /PROFILE_REFUSED: .*nowhere\/x\.cpuprofile cannot be written: ENOENT/,
    )
    const config = built(cwd, '--profile=app.json')
    assert.equal(config.status, 2, config.stderr)
    assert.match(config.stderr, /app\.json does not end in \.cpuprofile/)
    assert.match(config.stderr, /--profile=name\.cpuprofile/)
    assert.ok(!existsSync(join(cwd, 'sluice-data')))
  })

  test('fails when the file cannot be written in the end', async (t) => {
    const folder = new PipelineFolder(t, { one: { input: { Count: 1_000_000, EveryMs: 1 } } })
    const place = join(folder.path, 'profiles')
    mkdirSync(place)
    const process = folder.start('--profile=profiles/x.cpuprofile')
    await process.until(() => process.log.some(({ message }) => message === 'collecting'))
    rmdirSync(place)
    process.signal('SIGTERM')
    const { code, stderr } = await process.ended
    assert.equal(code, 1, stderr)
    const found = process.log.find(({ level }) => level === 'error')
    assert.equal(found?.['message'], 'the CPU profile could not be written')
    assert.match(String(found?.['failure']), /ENOENT.*profiles\/x\.cpuprofile/)
  })

  test('makes none without being asked', (t) => {
    const cwd = folderWithLog(t)
    const { status, stderr } = built(cwd)
    assert.equal(status, 0, stderr)
    assert.ok(!stderr.includes('CPU profile'))
    assert.deepEqual(
      readdirSync(cwd).filter((name) => name.endsWith('.cpuprofile')),
      [],
    )
  })
})
