import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { sluice } from './support/sluice-process.ts'

function definition(type: string): string {
  return `import { defineProcessor } from '@sluice/plugin'
import { object, string } from '@sluice/plugin/schema'
export default defineProcessor({
  type: '${type}',
  description: 'Mine.',
  stability: 'alpha',
  config: object({ Key: string() }),
  setup: () => ({ v1: { processLogs: (logs) => logs } }),
})
`
}

suite('--plugin', { concurrency: 2 }, () => {
  test('takes files and packages, and gives them the host’s own plugin API', async (t) => {
    const cwd = temporaryTree(t, {
      'src/mine.ts': definition('processor_mine'),
      'node_modules/@acme/plugins/package.json': JSON.stringify({
        name: '@acme/plugins',
        type: 'module',
        exports: { import: './lib/index.js' },
      }),
      'node_modules/@acme/plugins/lib/index.js': definition('processor_acme'),
    })
    const args = ['plugins', 'ls', '--json', '--plugin', 'src/mine.ts', '--plugin', '@acme/plugins']
    const { code, stdout, stderr } = await sluice(t, args, cwd)
    assert.equal(code, 0, stderr)
    const listed = JSON.parse(stdout) as { type: string; origin: string; kind: string }[]
    const added = listed.filter(({ origin }) => origin !== '@sluice/plugins')
    assert.deepEqual(
      added.map(({ type, kind, origin }) => [type, kind, origin]),
      [
        ['processor_acme', 'processor', '@acme/plugins'],
        ['processor_mine', 'processor', 'src/mine.ts'],
      ],
    )
  })

  test('documents a plugin of one’s own', async (t) => {
    const cwd = temporaryTree(t, { 'mine.ts': definition('processor_mine') })
    const args = ['plugins', 'doc', 'processor_mine', '--plugin', './mine.ts']
    const { stdout } = await sluice(t, args, cwd)
    assert.match(stdout, /Key +a string +required/)
    assert.match(stdout, /- Type: processor_mine\n +Key: "text"/)
  })

  for (const [what, file, content, expected] of [
    ['a file that is missing', './gone.ts', undefined, /PLUGIN_FILE_MISSING.*\.\/gone\.ts/],
    ['a package that is missing', '@acme/gone', undefined, /PLUGIN_IMPORT_MISSING.*'@acme\/gone'/],
    [
      'a module that throws',
      './mine.ts',
      '\n\nthrow new Error("no luck")',
      /PLUGIN_IMPORT_FAILED.*no luck \(\S*mine\.ts:3:\d+\)/,
    ],
    [
      'a syntax error',
      './mine.ts',
      '\nconst = 3',
      /PLUGIN_\w+: the plugin \.\/mine\.ts .*mine\.ts:2/s,
    ],
    [
      'TypeScript that must be compiled',
      './mine.ts',
      '\nexport enum Color { Red }',
      /PLUGIN_NEEDS_BUILD.*mine\.ts:2.*\n.*enum/s,
    ],
    [
      'an import that is missing',
      './mine.ts',
      'import "@acme/client"',
      /PLUGIN_IMPORT_MISSING.*'@acme\/client' imported from \S*mine\.ts/,
    ],
    [
      'a module without a default export',
      './mine.ts',
      'export const mine = 1',
      /PLUGIN_NO_DEFAULT_EXPORT.*mine/,
    ],
    [
      'what is no definition',
      './mine.ts',
      'export default 3',
      /PLUGIN_NOT_A_DEFINITION.*\.\/mine\.ts/,
    ],
    [
      'a type that exists already',
      './mine.ts',
      definition('processor_json'),
      /PLUGIN_DUPLICATE: processor_json .*@sluice\/plugins.*\.\/mine\.ts/,
    ],
  ] as const) {
    test(`refuses ${what}`, async (t) => {
      const cwd = temporaryTree(t, {
        ...(content === undefined ? {} : { [file]: content }),
      })
      const { code, stderr } = await sluice(t, ['plugins', 'ls', '--plugin', file], cwd)
      assert.equal(code, 2, stderr)
      assert.match(stderr, expected)
    })
  }

  test('is refused by run as by the other commands, before anything starts', async (t) => {
    const cwd = temporaryTree(t, {
      'mine.ts': 'throw new Error("no luck")',
      'pipeline.yaml': 'inputs: [{Type: metric_mock}]\nflushers: [{Type: flusher_blackhole}]\n',
    })
    const { code, stderr } = await sluice(t, ['run', 'pipeline.yaml', '--plugin', 'mine.ts'], cwd)
    assert.equal(code, 2)
    assert.match(stderr, /PLUGIN_IMPORT_FAILED: the plugin mine\.ts .*no luck/)
  })
})
