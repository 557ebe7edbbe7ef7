import { globSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from '../run-tool.ts'

/** Compiles each package's src to its lib: modules and their types, without tests. Resolves with how many there are. */
export async function compilePackages(root: string): Promise<number> {
  const out = await mkdtemp(join(root, 'node_modules/.lib-'))
  try {
    const args = ['--project', 'tsconfig.lib.json', '--outDir', out]
    const { ok, output } = await runTool('node_modules/typescript/bin/tsc', args)
    if (!ok) throw new Error(`the packages do not compile:\n${output}`)
    for (const source of globSync('*/src', { cwd: out })) {
      const lib = join(root, 'packages', source, '../lib')
      await rm(lib, { recursive: true, force: true })
      await rename(join(out, source), lib)
    }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
  return globSync('packages/*/lib/**/*.js', { cwd: root }).length
}
