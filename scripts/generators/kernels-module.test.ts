import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashSources, MODULE, sourcesComment } from '../kernels/sources.ts'
import { temporaryTree } from '../temporary-tree.ts'
import { kernelsModule } from './kernels-module.ts'

const sources = {
  'packages/kernels/assembly/index.ts': 'export const a = 1\n',
  'packages/kernels/assembly/asconfig.json': '{}\n',
  'packages/kernels/assembly/package-lock.json': '{}\n',
}

test('a module is refused when a source, an option or the compiler is another one', async (t) => {
  const module = sourcesComment(await hashSources(temporaryTree(t, sources)))
  const same = temporaryTree(t, { ...sources, [MODULE]: `// …\r\n${module}\r\n` })
  assert.equal((await kernelsModule.run(same)).size, 0)
  for (const path of Object.keys(sources)) {
    const other = temporaryTree(t, { ...sources, [path]: 'other', [MODULE]: `// …\n${module}\n` })
    await assert.rejects(kernelsModule.run(other), /module\.gen\.ts was not .* `npm run kernels`/)
  }
})

test('line ends of a checkout make no difference', async (t) => {
  const windows = Object.entries(sources).map(([path, text]) => [path, text.replace('\n', '\r\n')])
  const hashes = [sources, Object.fromEntries(windows) as Record<string, string>].map((files) =>
    hashSources(temporaryTree(t, files)),
  )
  const [unix, other] = await Promise.all(hashes)
  assert.equal(unix, other)
})
