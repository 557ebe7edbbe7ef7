import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { sluice } from './support/sluice-process.ts'

const processor = `import { defineProcessor } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'
export default defineProcessor({
  type: 'processor_mine',
  description: 'Mine.',
  stability: 'alpha',
  config: object({ Key: string().describe('The key.') }),
  setup: () => ({ v1: { processLogs: (logs) => logs } }),
})
`

interface PipelineSchema {
  readonly $defs: Readonly<Record<string, { readonly properties: object }>>
}

suite('sluice plugins schema', { concurrency: 2 }, () => {
  test('explains itself with examples, also how an editor uses it', async (t) => {
    const { code, stdout } = await sluice(t, ['plugins', 'schema', '--help'])
    assert.equal(code, 0)
    assert.match(stdout, /Examples:\n {2}sluice plugins schema --out pipeline\.schema\.json\n/)
    assert.match(stdout, /# yaml-language-server: \$schema=\.\/pipeline\.schema\.json\n/)
  })

  test('prints the schema of the built-ins and of one’s own plugins', async (t) => {
    const cwd = temporaryTree(t, { 'mine.ts': processor })
    const args = ['plugins', 'schema', '--plugin', './mine.ts']
    const { code, stdout, stderr } = await sluice(t, args, cwd)
    assert.equal(code, 0, stderr)
    assert.equal(stderr, '')
    const { $defs } = JSON.parse(stdout) as PipelineSchema
    assert.ok('FilePaths' in ($defs['input_file']?.properties ?? {}))
    assert.deepEqual(Object.keys($defs['processor_mine']?.properties ?? {}), [
      'Key',
      'Type',
      'OnError',
    ])
  })

  test('--out replaces a file and says what to do with it', async (t) => {
    const cwd = temporaryTree(t, { 'schemas/all.json': 'old' })
    const args = ['plugins', 'schema', '--out', 'schemas/all.json']
    const { code, stdout, stderr } = await sluice(t, args, cwd)
    assert.equal(code, 0, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, /^sluice: wrote schemas\/all\.json: /)
    assert.match(stderr, /\$schema=\.\/all\.json\n/)
    assert.deepEqual(readdirSync(join(cwd, 'schemas')), ['all.json'])
    const text = readFileSync(join(cwd, 'schemas/all.json'), 'utf8')
    assert.ok('$defs' in (JSON.parse(text) as object))
  })

  test('refuses a file that cannot be written, and leaves nothing behind', async (t) => {
    const cwd = temporaryTree(t, { 'folder/file': '' })
    for (const [out, reason] of [
      ['missing/all.json', 'ENOENT'],
      ['folder', 'it is there and is not a file'],
      ['/dev/null', 'it is there and is not a file'],
    ] as const) {
      const { code, stderr } = await sluice(t, ['plugins', 'schema', '--out', out], cwd)
      assert.equal(code, 2)
      assert.match(
        stderr,
        new RegExp(`^sluice: USAGE: cannot write ${out}: ${reason}.*\n {2}Give --out `),
      )
    }
    assert.deepEqual(readdirSync(cwd), ['folder'])
  })

  test('names a plugin whose options have no JSON Schema', async (t) => {
    const broken = processor.replace('{ object, string }', '{ date, object }')
    const text = broken.replace("string().describe('The key.')", 'date()')
    const cwd = temporaryTree(t, { 'mine.ts': text })
    const { code, stderr } = await sluice(t, ['plugins', 'schema', '--plugin', './mine.ts'], cwd)
    assert.equal(code, 2)
    assert.match(stderr, /PLUGIN_SCHEMA_BROKEN: the config schema of processor_mine /)
  })
})
