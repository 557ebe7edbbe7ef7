// Writes every generated file; with --check it writes nothing and fails when one is not up to date.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiReport } from './generators/api-report.ts'
import { builtinsModule } from './generators/builtins-module.ts'
import { errorCodes } from './generators/error-codes.ts'
import type { Generator } from './generators/generator.ts'
import { kernelsModule } from './generators/kernels-module.ts'
import { pluginExports } from './generators/plugin-exports.ts'
import { pluginPages } from './generators/plugin-pages.ts'
import { quickstartSample } from './generators/quickstart-sample.ts'
import { root } from './root.ts'

const generators: readonly Generator[] = [
  builtinsModule,
  pluginExports,
  apiReport,
  quickstartSample,
  errorCodes,
  pluginPages,
  kernelsModule,
]
const checkOnly = process.argv.includes('--check')

for (const generator of generators) {
  try {
    for (const [path, content] of await generator.run(root)) await keepFresh(path, content)
  } catch (error) {
    console.error(`${generator.name}: ${(error as Error).message}`)
    process.exitCode = 1
  }
}

async function keepFresh(path: string, content: string): Promise<void> {
  if ((await readIfPresent(join(root, path))) === content) return
  if (checkOnly) {
    console.error(`${path} is not up to date; run \`npm run fix\` and read the change.`)
    process.exitCode = 1
  } else {
    await writeFile(join(root, path), content)
    console.log(`wrote ${path}`)
  }
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
