import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { root } from '../scripts/root.ts'
import { temporaryTree } from '../scripts/temporary-tree.ts'

const bin = join(root, 'packages/cli/bin')
const { optionalDependencies } = JSON.parse(
  readFileSync(join(root, 'packages/cli/package.json'), 'utf8'),
) as { readonly optionalDependencies: Readonly<Record<string, string>> }
const skip = process.platform === 'win32'

/** A stand-in for Node.js that prints who it is and what it was asked to run, then exits with 7. */
function fakeNode(name: string, version: string): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit; fi
printf '%s\\n' '${name}' "$@"
exit 7
`
}

/** An application folder as npm leaves it: sluice installed, platform packages, `node` on PATH. */
function install(t: TestContext, pathVersion: string): string {
  const application = temporaryTree(t, {
    'my app/node_modules/sluice/dist/sluice.js': 'process.exitCode = process.argv.length',
    'path/node': fakeNode('from PATH', pathVersion),
    ...Object.fromEntries(
      Object.keys(optionalDependencies).map((name) => [
        `my app/node_modules/${name}/bin/node`,
        fakeNode('from package', 'v26.0.0'),
      ]),
    ),
  })
  const sluice = join(application, 'my app/node_modules/sluice')
  cpSync(bin, join(sluice, 'bin'), { recursive: true })
  mkdirSync(join(sluice, '../.bin'))
  symlinkSync('../sluice/bin/sluice', join(sluice, '../.bin/sluice'))
  return application
}

function removePlatformPackages(application: string): void {
  for (const name of Object.keys(optionalDependencies)) {
    rmSync(join(application, 'my app/node_modules', name), { recursive: true })
  }
}

function launch(application: string, ...args: string[]) {
  return spawnSync(join(application, 'my app/node_modules/.bin/sluice'), args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(application, 'path')}:${process.env['PATH']}` },
  })
}

test('the platform package wins over an old node on PATH', { skip }, (t) => {
  const application = install(t, 'v20.1.0')
  const { stdout, status } = launch(application, 'run', 'two words', '')
  const entry = join(application, 'my app/node_modules/sluice/dist/sluice.js')
  assert.deepEqual(stdout.split('\n'), ['from package', entry, 'run', 'two words', '', ''])
  assert.equal(status, 7)
})

test('without a platform package node on PATH serves when it is new enough', { skip }, (t) => {
  const application = install(t, 'v26.0.0')
  removePlatformPackages(application)
  assert.match(launch(application).stdout, /^from PATH\n/)
})

test('without any Node.js 26 the package to install is named', { skip }, (t) => {
  const application = install(t, 'v25.9.9')
  removePlatformPackages(application)
  const { stderr, status } = launch(application)
  assert.match(stderr, /needs Node\.js 26 or newer; node on PATH is v25\.9\.9\.\n/)
  const named = /npm install (\S+)@26\n/.exec(stderr)?.[1] ?? ''
  assert.ok(Object.hasOwn(optionalDependencies, named), stderr)
  assert.equal(status, 2)
})

test('a missing build is named together with the command that makes it', { skip }, (t) => {
  const application = install(t, 'v20.1.0')
  rmSync(join(application, 'my app/node_modules/sluice/dist'), { recursive: true })
  const { stderr, status } = launch(application)
  assert.match(stderr, /dist\/sluice\.js is missing; run 'npm run build'/)
  assert.equal(status, 2)
})

test('the Windows launcher hands over arguments and exit status', (t) => {
  const launcher = join(install(t, 'v20.1.0'), 'my app/node_modules/sluice/bin/sluice-windows.js')
  const { status } = spawnSync(process.execPath, [launcher, 'one', 'two words'])
  assert.equal(status, 4)
})
