import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../scripts/root.ts'
import { temporaryTree } from '../scripts/temporary-tree.ts'

const command = join(root, 'packages/cli/dist/sluice.js')

function built(args: readonly string[], cwd: string) {
  assert.ok(existsSync(command), `${command} is missing; \`npm run build\` makes it`)
  return spawnSync(process.execPath, [command, ...args], { cwd, encoding: 'utf8' })
}

test('the built command runs a plugin of one’s own with the bundled plugin API', (t) => {
  const cwd = temporaryTree(t, {
    'mine.ts': `import { defineFlusher } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'
import { writeFileSync } from 'node:fs'
export default defineFlusher({
  type: 'flusher_mine',
  description: 'Mine.',
  stability: 'alpha',
  config: object({ File: string() }),
  setup: ({ File }) => ({ v1: { flush: (_, groups) => writeFileSync(File, String(groups[0]?.logs.length)) } }),
})`,
    'pipeline.yaml': `inputs:
  - Type: service_mock
    LogsPerSecond: 3
    MaxLogCount: 3
flushers:
  - Type: flusher_mine
    File: result.txt
`,
  })
  const { status, stderr } = built(['run', 'pipeline.yaml', '--once', '--plugin', './mine.ts'], cwd)
  assert.equal(status, 0, stderr)
  assert.ok(existsSync(join(cwd, 'result.txt')))
  assert.ok(existsSync(join(cwd, 'sluice-data/checkpoints.db')))
})

test('the built command tells its version', (t) => {
  const { status, stdout } = built(['--version'], temporaryTree(t, {}))
  assert.equal(status, 0)
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
})
