import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import { runProgram } from '../run-program.ts'

const files = ['package.json', 'package-lock.json']

export interface InstalledRegistry {
  /** Absolute path of the program. */
  readonly entry: string
  /** Whether it had to be installed. */
  readonly isNew: boolean
}

/** Installs verdaccio as registry/package-lock.json says, unless it is there. */
export async function installRegistry(): Promise<InstalledRegistry> {
  const locked = join(import.meta.dirname, 'registry')
  const folder = join(root, 'node_modules/.cache/walkthrough')
  const entry = join(folder, 'node_modules/verdaccio/bin/verdaccio')
  // npm writes this file last: it is there when an installation was finished.
  const finished = existsSync(join(folder, 'node_modules/.package-lock.json'))
  const same = (name: string): boolean =>
    readFileSync(join(folder, name), 'utf8') === readFileSync(join(locked, name), 'utf8')
  if (finished && files.every(same)) return { entry, isNew: false }

  console.log(`cold start: installing verdaccio into ${folder}`)
  mkdirSync(folder, { recursive: true })
  for (const name of files) copyFileSync(join(locked, name), join(folder, name))
  await runProgram('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder })
  return { entry, isNew: true }
}
