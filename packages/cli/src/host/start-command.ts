import { exampleText } from './example-text.ts'
import type { CommandLineOptions } from './command-line.ts'

/**
 * Runs the command of a collector with the arguments of this process, and ends the process when it is done. What needs
 * no command-line parser is answered without loading one.
 */
export async function startCommand(options: CommandLineOptions): Promise<void> {
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  process.exitCode = await answer(process.argv.slice(2), options)
  // A plugin that was only looked at may have left something running.
  process.stdout.write('', () => process.exit())
}

async function answer(args: readonly string[], options: CommandLineOptions): Promise<number> {
  const [only] = args
  if (args.length === 0) {
    process.stdout.write(exampleText())
    return 0
  }
  if (args.length === 1 && (only === '--version' || only === '-V')) {
    process.stdout.write(`${options.version}\n`)
    return 0
  }
  const { runCommandLine } = await import('./command-line.ts')
  return runCommandLine(args, options)
}
