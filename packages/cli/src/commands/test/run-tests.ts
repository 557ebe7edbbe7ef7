import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { EXIT_FAILURE } from '../../host/exit-code.ts'
import { UsageError } from '../../host/usage-error.ts'

const PATTERN = '**/*.test.{ts,js}'
/** Folders with tests of others, or with what a build made. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'output', '.sluice', '.git'])

export interface TestOptions {
  readonly watch?: boolean
}

/** Runs test files, by default all below the working directory. Resolves with the exit code. */
export async function runTests(
  files: readonly string[],
  { watch = false }: TestOptions,
): Promise<number> {
  const chosen = files.length > 0 ? files : findTests()
  // What the command's own Node.js was started with holds for the tests as well.
  const args = [...process.execArgv, ...(watch ? ['--watch'] : []), '--test', ...chosen]
  // Node.js refuses to run tests in what it takes for a part of another test.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, args, { stdio: 'inherit', env })
  // The terminal sends Ctrl-C to both, and the tests decide when they end; nobody else passes SIGTERM on.
  const wait = (): void => {}
  const pass = (): void => void child.kill('SIGTERM')
  process.on('SIGINT', wait)
  process.on('SIGTERM', pass)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => resolve(code ?? EXIT_FAILURE))
    })
  } finally {
    process.off('SIGINT', wait)
    process.off('SIGTERM', pass)
  }
}

function findTests(): readonly string[] {
  const found = globSync(PATTERN, {
    exclude: (path) => path.split(/[/\\]/).some((part) => SKIPPED.has(part)),
  })
  if (found.length > 0) return found.toSorted()
  throw new UsageError(
    `there is no test file (${PATTERN}) in ${process.cwd()}`,
    'Put a test beside its plugin, such as src/my-processor.test.ts; sluice new plugin makes one.',
  )
}
