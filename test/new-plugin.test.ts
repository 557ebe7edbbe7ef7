import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { root } from '../scripts/root.ts'
import { runProgram } from '../scripts/run-program.ts'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { sluice } from './support/sluice-process.ts'

const PLUGIN = 'my plugin'
const compiler = join(root, 'node_modules/typescript/bin/tsc')

/** What `npx sluice` starts. */
const command = `#!/bin/sh
exec '${process.execPath}' --conditions=source '${root}/packages/cli/src/main.ts' "$@"
`

/** Each kind with the name made of the directory, and what its pipeline prints. */
const kinds = [
  ['service_input', 'service_my_plugin', /^\{"host":.*"heartbeat":"1"/m],
  ['metric_input', 'metric_my_plugin', /"name":"disk_available_bytes".*"path":"\/"/],
  ['processor', 'processor_my_plugin', /^\{"content":"\*\*\* has signed in"/m],
  ['aggregator', 'aggregator_my_plugin', /^\{"logGroup":.*"tags":\{"level":"info"\}/m],
  ['flusher', 'flusher_my_plugin', /^\{"content":"all is well"/m],
  ['extension', 'ext_my_plugin', /^\{"content":"all is well"/m],
] as const

/** Makes the packages of the workspace look installed. */
function install(directory: string): void {
  mkdirSync(join(directory, 'node_modules'))
  for (const name of ['@sluice', '@types']) {
    symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name), 'junction')
  }
}

function filesIn(directory: string): readonly string[] {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => statSync(join(directory, path)).isFile())
}

suite('sluice new plugin', { concurrency: 3 }, () => {
  for (const [kind, name, printed] of kinds) {
    test(`makes a ${kind} that runs as it says, passes its tests and its type check, and builds`, async (t) => {
      const cwd = temporaryTree(t, { 'node_modules/.bin/sluice': command })
      const made = await sluice(t, ['new', 'plugin', PLUGIN, '--kind', kind], cwd)
      assert.equal(made.code, 0, made.stderr)
      const directory = join(cwd, PLUGIN)
      const files = filesIn(directory)
      assert.ok(files.length <= 12, String(files))
      assert.match(made.stdout, new RegExp(`^Made ${name} in ${PLUGIN}: ${files.length} files\\.`))
      for (const file of files) {
        const text = readFileSync(join(directory, file), 'utf8')
        assert.doesNotMatch(text, /(plugin|package)_name|_version/, file)
        assert.ok(!text.includes(cwd), `${file} says where it was made`)
      }

      const [line = ''] = /^ {2}npx sluice run .*$/m.exec(made.stdout) ?? []
      // Nothing is installed yet: the plugin takes its API from the command.
      if (process.platform !== 'win32') {
        assert.match((await runProgram('sh', ['-c', line], { cwd })).stdout, printed)
      }

      install(directory)
      const tested = await sluice(t, ['test'], directory)
      assert.equal(tested.code, 0, tested.stdout)
      assert.match(tested.stdout, /pass [12]\n/)
      // The sources are there also when nothing is built.
      await runProgram(process.execPath, [compiler, '--customConditions', 'source'], {
        cwd: directory,
      })

      const built = await sluice(t, ['build'], directory)
      assert.equal(built.code, 0, built.stderr)
      assert.match(built.stdout, new RegExp(`^ {2}${name} .* external_plugins\\.yml:4$`, 'm'))
    })
  }

  test('gives the editor the schema that its script prints', async (t) => {
    const cwd = temporaryTree(t, {})
    await sluice(t, ['new', 'plugin', '.', '--kind', 'flusher', '--name', 'flusher_x'], cwd)
    const read = (file: string): string => readFileSync(join(cwd, file), 'utf8')
    const made = read('pipeline.schema.json')
    assert.match(made, /"flusher_x"/)
    const { scripts } = JSON.parse(read('package.json')) as {
      readonly scripts: { readonly schema: string }
    }
    const [, ...args] = scripts.schema.split(' ')
    const { code, stderr } = await sluice(t, args, cwd)
    assert.equal(code, 0, stderr)
    assert.equal(read('pipeline.schema.json'), made)
    const settings = JSON.parse(read('.vscode/settings.json')) as object
    assert.deepEqual(settings, {
      'yaml.schemas': { './pipeline.schema.json': ['pipeline.yaml', 'pipelines/*.yaml'] },
    })
  })

  test('asks for the compiler and the types that the plugins here are checked with', () => {
    const read = (file: string) =>
      JSON.parse(readFileSync(join(root, file), 'utf8')) as {
        readonly devDependencies: Readonly<Record<string, string>>
      }
    const { devDependencies: ours } = read('package.json')
    const { devDependencies: theirs } = read('packages/cli/templates/common/package.json')
    for (const name of ['typescript', '@types/node']) assert.equal(theirs[name], `^${ours[name]}`)
  })

  for (const [what, args, expected] of [
    ['a directory with files', ['full'], /full is not empty; it holds a, b, c, d, e and 1 more\n/],
    ['a file for a directory', ['full/a'], /cannot be written to .*full.a: /],
    ['a wrong prefix', ['x', '--name', 'flusher_x'], /Write for example --name processor_x\./],
    [
      'the name of a built-in',
      ['regex'],
      /@sluice\/plugins.* has a plugin processor_regex already/,
    ],
  ] as const) {
    test(`refuses ${what} and writes nothing`, async (t) => {
      const cwd = temporaryTree(
        t,
        Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`full/${name}`, ''])),
      )
      const before = filesIn(cwd)
      const { code, stderr } = await sluice(
        t,
        ['new', 'plugin', ...args, '--kind', 'processor'],
        cwd,
      )
      assert.equal(code, 2)
      assert.match(stderr, expected)
      assert.deepEqual(filesIn(cwd), before)
    })
  }

  test('refuses a kind that is none, and to guess one where nobody can be asked', async (t) => {
    const cwd = temporaryTree(t, {})
    const unknown = await sluice(t, ['new', 'plugin', '--kind', 'proccessor'], cwd)
    assert.equal(unknown.code, 2)
    assert.match(unknown.stderr, /Allowed choices are service_input, .*processor, .*extension/)
    const none = await sluice(t, ['new', 'plugin'], cwd)
    assert.equal(none.code, 2)
    assert.match(
      none.stderr,
      /no kind .*\n {2}Add --kind with one of: service_input, .*extension\./,
    )
    assert.deepEqual(filesIn(cwd), [])
  })

  test('is part of the built command, templates and all', (t) => {
    const cwd = temporaryTree(t, {})
    const args = [join(root, 'packages/cli/dist/sluice.js'), 'new', 'plugin', '--kind', 'processor']
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
    assert.equal(status, 0, `is it built? \`npm run build\` does it\n${stderr}`)
    assert.equal(filesIn(join(cwd, 'processor-example')).length, 12)
  })

  test('takes a repository without files for an empty directory', async (t) => {
    const cwd = temporaryTree(t, { '.git/HEAD': 'ref: refs/heads/main\n' })
    const { code, stderr } = await sluice(t, ['new', 'plugin', '.', '--kind', 'extension'], cwd)
    assert.equal(code, 0, stderr)
  })
})

suite('commands for authors', { concurrency: 2 }, () => {
  for (const words of ['new', 'new plugin', 'test']) {
    test(`${words} --help explains itself with examples`, async (t) => {
      const { code, stdout } = await sluice(t, [...words.split(' '), '--help'])
      assert.equal(code, 0)
      assert.match(stdout, /^Usage: sluice [^]*Examples:\n {2}sluice /)
    })
  }
})

suite('sluice test', { concurrency: 2 }, () => {
  const passing = "import { test } from 'node:test'\ntest('is fine' as string, () => {})\n"
  const failing = "import { test } from 'node:test'\ntest('is not', () => { throw 1 })\n"

  test('runs the tests here, but not those of packages and builds', async (t) => {
    const cwd = temporaryTree(t, {
      'src/a.test.ts': passing,
      'b.test.js': passing.replace(' as string', ''),
      'node_modules/x/x.test.js': failing,
      'output/x.test.js': failing,
      '.sluice/cache/x.test.js': failing,
    })
    const { code, stdout } = await sluice(t, ['test'], cwd)
    assert.equal(code, 0, stdout)
    assert.match(stdout, /tests 2\n/)
  })

  test('exits with 1 when a test fails, and runs only the files it is given', async (t) => {
    const cwd = temporaryTree(t, { 'a.test.ts': failing, 'b.test.ts': passing })
    const all = await sluice(t, ['test'], cwd)
    assert.equal(all.code, 1)
    assert.match(all.stdout, /pass 1\n.*fail 1\n/)
    const one = await sluice(t, ['test', 'b.test.ts'], cwd)
    assert.equal(one.code, 0, one.stdout)
  })

  test('says what to do where there is no test', async (t) => {
    const { code, stderr } = await sluice(t, ['test'], temporaryTree(t, {}))
    assert.equal(code, 2)
    assert.match(stderr, /there is no test file .*\n {2}Put a test beside its plugin/)
  })
})
