import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'
import { readPluginEntries } from '../plugin-entries.ts'

export interface Bundle {
  readonly directory: string
  readonly files: number
  readonly bytes: number
}

/** V8 keeps a text with one letter beyond Latin-1 at two bytes a character, in each thread. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escaped)
    }
  },
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Bundles the command, its thread entry and the plugin API into packages/cli/dist. */
export async function bundleCommand(root: string): Promise<Bundle> {
  const directory = join(root, 'packages/cli/dist')
  await rm(directory, { recursive: true, force: true })
  const bundle = await rolldown({
    cwd: root,
    plugins: [asciiOnly],
    platform: 'node',
    // Its bundler and its installer are not for collectors.
    external: ['@sluice/builder'],
    resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
    input: {
      sluice: join(root, 'packages/cli/src/main.ts'),
      'data-thread': join(root, 'packages/cli/src/data-thread.ts'),
      'inspect-plugins': join(root, 'packages/cli/src/inspect-plugins.ts'),
      // Plugins loaded at run time import these, and so share one copy of the API with the host.
      ...Object.fromEntries(readPluginEntries(root).map(({ name, source }) => [name, source])),
    },
  })
  const { output } = await bundle.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].js',
    // Flat: from any of these files, `./data-thread.js` names the thread entry.
    chunkFileNames: 'chunk-[name].js',
    // Each thread keeps the text of what it runs.
    comments: { legal: true, annotation: false, jsdoc: false },
  })
  await bundle.close()
  const bytes = output.reduce(
    (sum, file) => sum + Buffer.byteLength(file.type === 'chunk' ? file.code : file.source),
    0,
  )
  return { directory, files: output.length, bytes }
}
