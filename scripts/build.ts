// `npm run build`: bundles the command, its thread entry and the plugin API into packages/cli/dist.
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { readPluginEntries } from './plugin-entries.ts'
import { root } from './root.ts'

const start = performance.now()
const dist = join(root, 'packages/cli/dist')

await rm(dist, { recursive: true, force: true })
const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  input: {
    sluice: join(root, 'packages/cli/src/main.ts'),
    'data-thread': join(root, 'packages/cli/src/data-thread.ts'),
    // Plugins loaded at run time import these, and so share one copy of the API with the host.
    ...Object.fromEntries(readPluginEntries(root).map(({ name, source }) => [name, source])),
  },
})
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].js',
  // Flat: from any of these files, `./data-thread.js` names the thread entry.
  chunkFileNames: 'chunk-[name].js',
})
await bundle.close()

const bytes = output.reduce(
  (sum, file) => sum + Buffer.byteLength(file.type === 'chunk' ? file.code : file.source),
  0,
)
const seconds = ((performance.now() - start) / 1000).toFixed(1)
console.log(
  `${relative(root, dist)}: ${output.length} files, ${Math.round(bytes / 1024)} KiB in ${seconds} s`,
)
