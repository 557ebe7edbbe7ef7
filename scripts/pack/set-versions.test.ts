import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { temporaryTree } from '../temporary-tree.ts'
import { readPackages } from './read-packages.ts'
import { type ReleaseVersions, setVersions } from './set-versions.ts'

const source = 'packages/plugin/src/version.ts'

function release(t: TestContext, versions: ReleaseVersions) {
  const folder = temporaryTree(t, {
    'packages/cli/package.json': JSON.stringify({
      name: 'sluice',
      version: '0.1.0',
      dependencies: { '@sluice/plugin': '0.1.0', '@sluice/runtime': '0.1.0', yaml: '2.9.1' },
      peerDependencies: { '@sluice/plugin': '^0.1.0' },
    }),
    'packages/plugin/package.json': JSON.stringify({ name: '@sluice/plugin', version: '0.1.0' }),
    'packages/runtime/package.json': JSON.stringify({ name: '@sluice/runtime', version: '0.1.0' }),
    [source]: `export const PLUGIN_API_VERSION = '0.1.0'\n`,
  })
  const packages = readPackages(folder)
  setVersions(packages, versions)
  return {
    manifests: packages.map(({ manifest }) => manifest),
    source: readFileSync(join(folder, source), 'utf8'),
  }
}

test('gives every package but the plugin API the version, and moves the pins along', (t) => {
  const { manifests, source: declared } = release(t, { version: '0.1.1' })
  assert.deepEqual(
    manifests.map(({ version }) => version),
    ['0.1.1', '0.1.0', '0.1.1'],
  )
  const dependencies = { '@sluice/plugin': '0.1.0', '@sluice/runtime': '0.1.1', yaml: '2.9.1' }
  assert.deepEqual(manifests[0]?.dependencies, dependencies)
  assert.match(declared, /'0\.1\.0'/)
})

test('gives the plugin API its own version, in its source and in ranges as well', (t) => {
  const { manifests, source: declared } = release(t, { pluginApi: '0.2.0' })
  assert.deepEqual(
    manifests.map(({ version }) => version),
    ['0.1.0', '0.2.0', '0.1.0'],
  )
  assert.equal(manifests[0]?.dependencies?.['@sluice/plugin'], '0.2.0')
  assert.equal(manifests[0]?.peerDependencies?.['@sluice/plugin'], '^0.2.0')
  assert.match(declared, /PLUGIN_API_VERSION = '0\.2\.0'/)
})
