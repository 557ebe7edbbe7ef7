import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Repository } from './support/repository.ts'

const chosen = ['input_file', 'processor_json', 'flusher_stdout']

interface Listed {
  readonly type: string
  readonly description: string
}

test('a bundle holds the built-in plugins that were chosen, and no code of any other', async (t) => {
  const lines = chosen.map((type) => `    - import: '@sluice/plugins/${type}'`)
  const repository = new Repository(t, {
    'plugins.yml': ['plugins:', '  common:', ...lines, ''].join('\n'),
  })
  const listed = async (command: 'distribution' | 'sluice') => {
    const args = ['plugins', 'ls', '--json']
    const { stdout } =
      command === 'sluice' ? await repository.sluice(args) : await repository.distribution(...args)
    return JSON.parse(stdout) as readonly Listed[]
  }
  const { code, stderr } = await repository.build()
  assert.equal(code, 0, stderr)
  const inside = (await listed('distribution')).map(({ type }) => type)
  assert.deepEqual(inside.toSorted(), chosen.toSorted())

  const modules = readdirSync(join(repository.path, 'output')).filter((name) =>
    name.endsWith('.mjs'),
  )
  const text = modules.map((name) => repository.read(`output/${name}`)).join('\n')
  const builtins = await listed('sluice')
  assert.ok(builtins.length > chosen.length)
  const bundled = builtins.filter(({ description }) => text.includes(description))
  assert.deepEqual(bundled.map(({ type }) => type).toSorted(), chosen.toSorted())
})
