import { Command, CommanderError } from 'commander'
import { addPlugins } from '../commands/plugins/index.ts'
import { addRun } from '../commands/run/index.ts'
import { addValidate } from '../commands/validate/index.ts'
import { type AddCommand, type CommandHost, examples } from './command.ts'
import { describeError } from './describe-error.ts'
import type { Distribution } from './distribution.ts'
import { EXIT_CONFIGURATION } from './exit-code.ts'

/** What every collector can do, whatever it is composed of. */
const COLLECTOR_COMMANDS: readonly AddCommand[] = [addRun, addValidate, addPlugins]

export interface CommandLineOptions {
  /** What `--version` prints. */
  readonly version: string
  readonly distribution: () => Promise<Distribution>
  /** Commands besides those of every collector. */
  readonly commands?: () => Promise<readonly AddCommand[]>
}

/** Runs one command; resolves with the exit code once everything it has to say is written. */
export async function runCommandLine(
  args: readonly string[],
  options: CommandLineOptions,
): Promise<number> {
  let exitCode = 0
  const commands = [...COLLECTOR_COMMANDS, ...((await options.commands?.()) ?? [])]
  const program = createProgram(options.version)
  const host: CommandHost = {
    distribution: options.distribution,
    done: (code) => (exitCode = code),
  }
  for (const add of commands) add(program, host)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CONFIGURATION
    const problem = describeError(error)
    if (problem === undefined) throw error
    process.stderr.write(problem.text)
    return problem.exitCode
  }
}

function createProgram(version: string): Command {
  return new Command('sluice')
    .description('Collects logs, metrics and traces: pipelines of inputs, processors and flushers.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'sluice: ')) })
    .showHelpAfterError('sluice --help shows the commands and their options.')
    .addHelpText(
      'after',
      examples(
        'sluice run pipeline.yaml --once',
        'sluice validate pipelines/',
        'sluice plugins ls',
      ),
    )
}
