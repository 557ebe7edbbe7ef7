import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PluginDefinition } from '@sluice/plugin'
import type { Generator } from './generator.ts'

const FOLDER = 'packages/plugins'

/** The entry points of @sluice/plugins: one for each plugin, named by its type, as manifests list them. */
export const pluginExports: Generator = {
  name: 'entry points of the built-ins',
  async run(root) {
    const path = `${FOLDER}/package.json`
    const manifest = JSON.parse(await readFile(join(root, path), 'utf8')) as object
    const folders = globSync('*/*/index.ts', { cwd: join(root, FOLDER, 'src') })
      .map((file) => file.split(sep).slice(0, -1).join('/'))
      .toSorted()
    const entries: [string, object][] = [['.', conditions('index.gen')]]
    for (const folder of folders) {
      const file = join(root, FOLDER, 'src', folder, 'index.ts')
      const module = (await import(pathToFileURL(file).href)) as { default: PluginDefinition }
      entries.push([`./${module.default.type}`, conditions(`${folder}/index`)])
    }
    const exports = { ...Object.fromEntries(entries), './package.json': './package.json' }
    return new Map([[path, `${JSON.stringify({ ...manifest, exports }, undefined, 2)}\n`]])
  },
}

function conditions(module: string): object {
  return {
    source: `./src/${module}.ts`,
    types: `./lib/${module}.d.ts`,
    default: `./lib/${module}.js`,
  }
}
