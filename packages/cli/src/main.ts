import { exampleText } from './examples.ts'
import { version } from './version.ts'

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
process.exitCode = await main(process.argv.slice(2))
// A plugin that was only looked at may have left something running.
process.stdout.write('', () => process.exit())

/** What needs no command-line parser is answered without loading one. */
async function main(args: readonly string[]): Promise<number> {
  const [only] = args
  if (args.length === 0) {
    process.stdout.write(exampleText())
    return 0
  }
  if (args.length === 1 && (only === '--version' || only === '-V')) {
    process.stdout.write(`${version}\n`)
    return 0
  }
  const { runCommandLine } = await import('./command-line.ts')
  return runCommandLine(args)
}
