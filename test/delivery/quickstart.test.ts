import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, existsSync, readFileSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { type AccessLogEntry, accessLogLine } from '../../scripts/access-log.ts'
import { root } from '../../scripts/root.ts'
import { temporaryTree } from '../../scripts/temporary-tree.ts'
import { until } from './until.ts'

const WEEK_MS = 7 * 24 * 3600 * 1000
const sample = readFileSync(join(root, 'examples/quickstart/access.log'), 'utf8')

/** A repository with the quickstart and the built command. */
function quickstart(t: TestContext): string {
  const built = join(root, 'packages/cli/dist/sluice.js')
  assert.ok(existsSync(built), `${built} is missing; run \`npm run build\``)
  const repository = temporaryTree(t, { 'package.json': '{ "type": "module" }' })
  const from = join(root, 'examples/quickstart')
  const isSource = (path: string): boolean => path !== join(from, 'work')
  cpSync(from, join(repository, 'examples/quickstart'), { recursive: true, filter: isSource })
  symlinkSync(join(root, 'packages'), join(repository, 'packages'))
  return repository
}

/** What `npm start -- ARGS` does. */
function start(t: TestContext, repository: string, ...args: string[]) {
  const script = join(repository, 'examples/quickstart/start.js')
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))
  const run = { child, stdout: '', stderr: '', exit: once(child, 'close') }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    run.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    run.stderr += text
  })
  return run
}

/** The access log again, from printed events. */
function restore(stdout: string): string {
  const lines = stdout.split('\n').slice(0, -1)
  return lines
    .map((line) => {
      const { service, ...event } = JSON.parse(line) as AccessLogEntry & {
        readonly service: string
      }
      assert.equal(service, 'shop')
      return `${accessLogLine(event)}\n`
    })
    .join('')
}

test('the quickstart prints every line of the sample parsed, also of an old clone and again', async (t) => {
  const repository = quickstart(t)
  const lastWeek = new Date(Date.now() - WEEK_MS)
  utimesSync(join(repository, 'examples/quickstart/access.log'), lastWeek, lastWeek)
  for (const time of ['first', 'second']) {
    const run = start(t, repository, '--once')
    await run.exit
    assert.equal(run.child.exitCode, 0, run.stderr)
    assert.ok(
      restore(run.stdout) === sample,
      `the ${time} run printed something else:\n${run.stderr}`,
    )
  }
})

test('the quickstart goes on tailing and says how to try it, until Ctrl-C', async (t) => {
  const repository = quickstart(t)
  const run = start(t, repository)
  const failure = (): string => `exit ${run.child.exitCode}\n${run.stderr}`
  await until(() => /append/.test(run.stderr), failure)
  assert.ok(restore(run.stdout) === sample)
  assert.match(run.stderr, /3000/)
  assert.match(run.stderr, /Ctrl-C/)

  const line = sample.slice(0, sample.indexOf('\n') + 1)
  const appended = performance.now()
  appendFileSync(join(repository, 'examples/quickstart/work/access.log'), line)
  await until(() => run.stdout.split('\n').length > sample.split('\n').length, failure)
  t.diagnostic(`an appended line was printed after ${Math.round(performance.now() - appended)} ms`)

  run.child.kill('SIGINT')
  await run.exit
  assert.equal(run.child.exitCode, 0, run.stderr)
  assert.ok(restore(run.stdout) === sample + line)
})
