import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Folder of the kernels' AssemblyScript sources and of their compiler. */
export const SOURCES = 'packages/kernels/assembly'

/** The module that holds what was compiled from them. */
export const MODULE = 'packages/kernels/src/wasm/module.gen.ts'

/** SHA-256 of everything the compiled module depends on: sources, the compiler's options and its version. */
export async function hashSources(root: string): Promise<string> {
  const folder = join(root, SOURCES)
  const hash = createHash('sha256')
  const names = globSync(['*.ts', 'asconfig.json', 'package-lock.json'], { cwd: folder }).toSorted()
  for (const name of names) {
    // Line ends may differ between checkouts of the same sources.
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
    hash.update(`${name}\n${text.length}\n${text}`)
  }
  return hash.digest('hex')
}

/** The comment by which the generated module says what it was compiled from. */
export function sourcesComment(hash: string): string {
  return `// SHA-256 of the sources: ${hash}`
}
