import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { UsageError } from '../../host/usage-error.ts'
import type { BuildCommandOptions } from './build.ts'

/** Set for the command that goes on, which must not hand over again. */
const MARK = 'SLUICE_BUILD_HANDED_OVER'

/** Lets the command of the core that the repository depends on build: only it knows how it is put together. */
export async function handOver(core: string, options: BuildCommandOptions): Promise<number> {
  if (process.env[MARK] !== undefined) {
    throw new UsageError(
      `the core in ${core} is not the one that runs there`,
      'Remove node_modules and run npm ci, then build again.',
    )
  }
  const { out, os, debug, frozen, withNode } = options
  const args = [
    'build',
    `--out=${out}`,
    ...(os === undefined ? [] : [`--os=${os}`]),
    ...(debug === true ? ['--debug'] : []),
    ...(frozen === true ? ['--frozen'] : []),
    ...(withNode === true ? ['--with-node'] : []),
  ]
  const isWindows = process.platform === 'win32'
  const program = isWindows ? process.execPath : join(core, 'bin/sluice')
  const child = spawn(program, isWindows ? [join(core, 'bin/sluice-windows.js'), ...args] : args, {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: '1' },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
